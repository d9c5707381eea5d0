/** Two plans side by side: saved versions, or the working plan; and taking a saved version back. */
import ArrowLeftRight from 'lucide-react/icons/arrow-left-right';
import { type ReactElement, Suspense } from 'react';
import { diffPlans, formatPlan, type Plan } from '../../src-shared/plan/index.ts';
import { type DifferenceSide, editPlan, showDifference, usePlanOfVersion, useSetAside, useWorkbench } from '../state/index.ts';
import { planTexts } from '../texts/plan-editor.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { moment } from '../ui/format.ts';
import { Select } from '../ui/select.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { lazyPart } from '../views/index.ts';
import './plan-editor.css';
import { asidePlace, type Side, usePlanMode } from './plan-mode.ts';
import { editorPrepared } from './prepare-editor.ts';

const DiffPanel = lazyPart(async () => {
  await editorPrepared();
  return (await import('./monaco/diff-panel.tsx')).DiffPanel;
});

/** The comparison with its pickers. */
export function VersionDiff(): ReactElement {
  const versions = useWorkbench(({ versions }) => versions);
  const same = useWorkbench(({ saved }) => saved?.same ?? false);
  // What was saved last, or before that where it is the working plan already.
  const newest = versions.at(same && versions.length > 1 ? -2 : -1)?.id;
  const { inline, ...chosen } = usePlanMode();
  const asides = useSetAside();
  // What was set aside may have been taken or forgotten meanwhile.
  const there = (side: Side): Side => ((asidePlace(side) ?? -1) < asides.length ? side : 'working');
  const before = there(chosen.before ?? newest ?? 'working');
  const after = there(chosen.after);
  const [left, right] = [usePlanOf(before), usePlanOf(after)];
  const working = useWorkbench(({ history }) => history?.plan ?? null);
  const readOnly = useWorkbench(({ project }) => project?.readOnly ?? null);
  const restorable = [before, after].filter((side) => typeof side === 'number');
  const target = versions.find(({ id }) => id === (restorable.length === 1 ? restorable[0] : before));
  const source = target && (target.id === before ? left : right);
  return (
    <div className="plan-editor-compare">
      <div className="plan-editor-pickers">
        <VersionPicker label={planTexts.before} value={before} onChange={(side) => usePlanMode.setState({ before: side })} />
        <IconButton
          name={planTexts.swap}
          icon={<ArrowLeftRight size={14} aria-hidden />}
          onClick={() => usePlanMode.setState({ before: after, after: before })}
        />
        <VersionPicker label={planTexts.after} value={after} onChange={(side) => usePlanMode.setState({ after: side })} />
        <label className="plan-editor-check">
          <input type="checkbox" checked={inline} onChange={({ target }) => usePlanMode.setState({ inline: target.checked })} />
          {planTexts.inline}
        </label>
        <span className="plan-editor-count" role="status">
          {left && right && differences(left, right)}
        </span>
        <Tooltip text={planTexts.showDifferenceHint}>
          <Button
            variant="quiet"
            disabled={!left || !right}
            onClick={() => left && right && showDifference(sideOf(before, left), sideOf(after, right))}
          >
            {planTexts.showDifference}
          </Button>
        </Tooltip>
        {target && (
          <Tooltip text={planTexts.restoreHint}>
            <Button
              variant="quiet"
              disabled={!source || !working || diffPlans(working, source).length === 0 || readOnly !== null}
              onClick={() => source && editPlan(planTexts.labelRestore(target.id, target.message), 'text', source)}
            >
              {planTexts.restore(target.id)}
            </Button>
          </Tooltip>
        )}
      </div>
      <Suspense fallback={<p className="plan-editor-wait">{planTexts.loading}</p>}>
        {left && right && <DiffPanel before={formatPlan(left)} after={formatPlan(right)} inline={inline} />}
      </Suspense>
    </div>
  );
}

function differences(left: Plan, right: Plan): string {
  const count = diffPlans(left, right).filter(({ kind }) => kind === 'field').length;
  return count === 0 ? planTexts.same : planTexts.changes(count);
}

/** A side as the graph shows it. The working plan is the one that a person edits, not a copy of it. */
const sideOf = (side: Side, plan: Plan): DifferenceSide =>
  side === 'working'
    ? { name: planTexts.workingPlan, run: null, plan: null }
    : { name: typeof side === 'number' ? planTexts.version(side, '') : planTexts.setAside(1, 1), run: null, plan };

/** Hook: the plan of a side; null until it is there. */
function usePlanOf(side: Side): Plan | null {
  const working = useWorkbench(({ history }) => history?.plan ?? null);
  const asides = useSetAside();
  const saved = usePlanOfVersion(typeof side === 'number' ? side : null);
  const place = asidePlace(side);
  if (place !== undefined) return asides[place]?.plan ?? null;
  return side === 'working' ? working : saved;
}

function VersionPicker({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: Side;
  readonly onChange: (side: Side) => void;
}): ReactElement {
  const versions = useWorkbench(({ versions }) => versions);
  const asides = useSetAside();
  const options = [
    { value: 'working', label: planTexts.workingPlan },
    ...asides.map((_, place) => ({ value: `aside-${place}`, label: planTexts.setAside(place + 1, asides.length) })),
    ...versions.toReversed().map((version) => ({
      value: String(version.id),
      label: planTexts.version(version.id, version.message),
      hint: moment(version.created),
    })),
  ];
  return (
    <Select
      label={label}
      value={String(value)}
      options={options}
      onChange={(next) => onChange(/^\d+$/.test(next) ? Number(next) : (next as Side))}
    />
  );
}
