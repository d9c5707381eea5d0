/** Third step: where the project goes, what it will be made of, and making it. */
import { type ReactElement } from 'react';
import { attempt, useWorkbench } from '../../state/index.ts';
import { newTexts, startTexts } from '../../texts/start.ts';
import { Button, ErrorPanel, Progress } from '../../ui/index.ts';
import { fileName, whole } from '../../ui/format.ts';
import { projectName } from '../opening.ts';
import { phaseText } from '../phase-text.ts';
import { cancelCreating, createProject } from './create-actions.ts';
import { type Draft, EMPTY_DRAFT, setDraft, useDraft } from './draft.ts';
import { SourceField } from './source-field.tsx';
import { StepFoot } from './step-foot.tsx';

export function ProjectStep(): ReactElement {
  const draft = useDraft(({ draft }) => draft ?? EMPTY_DRAFT);
  const { out, job, failure } = draft;
  const create = (
    <Button variant="primary" disabled={out === '' || job !== null} onClick={() => void createProject()}>
      {newTexts.create}
    </Button>
  );
  const cancel = <Button onClick={() => attempt(cancelCreating)}>{startTexts.cancel}</Button>;
  return (
    <>
      <div className="new-body new-place">
        <SourceField
          label={newTexts.place}
          hint={newTexts.placeHint}
          chooseName={newTexts.choosePlace}
          purpose="new-project"
          value={out}
          onCommit={(path) => setDraft({ out: path, failure: null })}
        />
        {failure ? <ErrorPanel error={failure} title={newTexts.failed} onRetry={() => void createProject()} /> : null}
        <h2>{newTexts.summary}</h2>
        <dl className="new-summary">
          {summaryOf(draft).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="selectable">{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      <StepFoot back="images" action={job === null ? create : cancel}>
        {job === null ? null : <Making job={job} />}
      </StepFoot>
    </>
  );
}

function summaryOf({
  file,
  fileName: name,
  isCopy,
  inspection,
  source,
  batch,
  preview,
  preprocess,
  dataset,
}: Draft): readonly (readonly [string, string])[] {
  const rows = newTexts.summaryRows;
  const { nodes = [], layers = [] } = inspection.value ?? {};
  const from = preview.value?.preprocessFrom ?? null;
  return [
    [rows.model, isCopy ? name : (file ?? '')],
    [rows.nodes, whole(nodes.length)],
    [rows.layers, whole(layers.length)],
    [rows.calibration, `${newTexts.calibration(whole(preview.value?.count ?? 0), whole(batch))}: ${source}`],
    [rows.preprocessing, preprocess ? newTexts.fromPerson : from === null ? newTexts.fromNothing : newTexts.from(fileName(from))],
    [rows.dataset, dataset === '' ? newTexts.noDataset : dataset],
    [rows.plan, newTexts.firstPlan],
  ];
}

/** How far the job has come. */
function Making({ job: id }: { readonly job: string }): ReactElement | null {
  const job = useWorkbench(({ jobs }) => jobs.find((one) => one.id === id));
  if (!job) return null;
  const isCounted = job.phase === 'calibrating';
  return (
    <div className="new-making">
      <span>{phaseText(job)}</span>
      <Progress
        label={newTexts.creating(projectName(job.path))}
        done={job.done}
        total={isCounted ? job.total : 0}
        remainingMs={job.remainingMs}
      />
    </div>
  );
}
