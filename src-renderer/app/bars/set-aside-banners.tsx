/** Lines for changes of the plan that did not fit what was changed elsewhere: to be compared, laid over the plan, copied or forgotten. */
import GitCompareArrows from 'lucide-react/icons/git-compare-arrows';
import type { ReactElement } from 'react';
import { formatPlan } from '../../../src-shared/plan/index.ts';
import { compareSetAside } from '../../plan-editor/index.ts';
import { dropSetAside, takeSetAside, useSetAside, useWorkbench } from '../../state/index.ts';
import { appTexts } from '../../texts/app.ts';
import { Button, CopyButton } from '../../ui/index.ts';
import { whole } from '../../ui/format.ts';

const texts = appTexts.setAside;

export function SetAsideBanners(): ReactElement {
  const asides = useSetAside();
  const readOnly = useWorkbench(({ project }) => project?.readOnly ?? null);
  return (
    <>
      {asides.map(({ plan, count }, index) => (
        <div key={index} className="app-banner" role="group" aria-label={texts.title}>
          <GitCompareArrows size={14} aria-hidden />
          <strong>{texts.title}</strong>
          <span className="app-banner-words">{texts.text(whole(count))}</span>
          <Button variant="quiet" onClick={() => compareSetAside(index)}>
            {texts.compare}
          </Button>
          <Button variant="quiet" disabled={readOnly !== null} onClick={() => takeSetAside(index)}>
            {texts.take}
          </Button>
          <CopyButton text={formatPlan(plan)} label={texts.copy} />
          <Button variant="quiet" onClick={() => dropSetAside(index)}>
            {texts.drop}
          </Button>
        </div>
      ))}
    </>
  );
}
