/** Making a project, in three steps: the model, the samples, the file. Each step shows what the next one needs before it is gone to. */
import ArrowLeft from 'lucide-react/icons/arrow-left';
import { type ReactElement, useEffect, useRef } from 'react';
import { attempt } from '../../state/index.ts';
import { newTexts } from '../../texts/start.ts';
import { IconButton } from '../../ui/index.ts';
import { cancelCreating } from './create-actions.ts';
import { EMPTY_DRAFT, STEPS, useDraft } from './draft.ts';
import { SamplesStep } from './samples-step.tsx';
import { endDraft } from './model-actions.ts';
import { ModelStep } from './model-step.tsx';
import { ProjectStep } from './project-step.tsx';
import { StepTab } from './step-tab.tsx';
import './new-project.css';

const PANELS = { model: ModelStep, samples: SamplesStep, project: ProjectStep };

export function NewProject(): ReactElement {
  const { step, fileName, job } = useDraft(({ draft }) => draft ?? EMPTY_DRAFT);
  const panel = useRef<HTMLElement>(null);
  // The keyboard follows to the step that was gone to.
  useEffect(() => void panel.current?.focus(), [step]);
  const leave = (): void => {
    if (job) attempt(cancelCreating);
    endDraft();
  };
  const Panel = PANELS[step];
  return (
    <div className="new-project">
      <header className="new-head">
        <IconButton name={newTexts.leave} icon={<ArrowLeft size={16} aria-hidden />} onClick={leave} side="right" />
        <h1>{newTexts.title(fileName)}</h1>
        <nav aria-label={newTexts.stepsName} className="new-steps">
          {STEPS.map((one, index) => (
            <StepTab key={one} step={one} number={index + 1} />
          ))}
        </nav>
      </header>
      <section className="new-panel" ref={panel} tabIndex={-1} aria-label={newTexts.steps[step]}>
        <Panel />
      </section>
    </div>
  );
}
