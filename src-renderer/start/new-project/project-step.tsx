/** Third step: where the project goes, what it will be made of, and making it. */
import { type ReactElement, useEffect } from 'react';
import { attempt, phaseText, useWorkbench } from '../../state/index.ts';
import { newTexts, startTexts } from '../../texts/start.ts';
import { Button, ErrorPanel, Facts, Progress } from '../../ui/index.ts';
import { projectName, whole } from '../../ui/format.ts';
import { cancelCreating, createProject } from './create-actions.ts';
import { type Draft, EMPTY_DRAFT, placeProblem, preprocessOf, useDraft } from './draft.ts';
import { checkPlace } from './place-actions.ts';
import { PlaceField } from './place-field.tsx';
import { normalisationNumbers, normalisationOf } from './preprocess-fields.ts';
import { preprocessSource } from './preprocess-form.tsx';
import { StepFoot } from './step-foot.tsx';

export function ProjectStep(): ReactElement {
  const draft = useDraft(({ draft }) => draft ?? EMPTY_DRAFT);
  const { job, failure, replace } = draft;
  // The folder may have changed since the step was left.
  useEffect(() => void checkPlace(), []);
  const create = (
    <Button variant="primary" disabled={placeProblem(draft) !== undefined} onClick={() => void createProject()}>
      {replace ? newTexts.createReplacing : newTexts.create}
    </Button>
  );
  const cancel = <Button onClick={() => attempt(cancelCreating)}>{startTexts.cancel}</Button>;
  return (
    <>
      <div className="new-body new-place">
        <PlaceField />
        {failure ? <ErrorPanel error={failure} title={newTexts.failed} onRetry={() => void createProject()} /> : null}
        <h2>{newTexts.summary}</h2>
        <Facts className="new-summary" facts={summaryOf(draft)} />
      </div>
      <StepFoot back="samples" action={job === null ? create : cancel}>
        {job === null ? null : <Making job={job} />}
      </StepFoot>
    </>
  );
}

function summaryOf(draft: Draft): readonly (readonly [string, string])[] {
  const { file, fileName: name, isCopy, inspection, source, batch, preview, dataset } = draft;
  const rows = newTexts.summaryRows;
  const { nodes = [], layers = [] } = inspection.value ?? {};
  return [
    [rows.model, isCopy ? name : (file ?? '')],
    [rows.nodes, whole(nodes.length)],
    [rows.layers, whole(layers.length)],
    [rows.calibration, `${newTexts.calibration(whole(preview.value?.count ?? 0), whole(batch))}: ${source}`],
    [rows.preprocessing, preprocessText(draft)],
    [rows.dataset, dataset === '' ? newTexts.noDataset : dataset],
    [rows.plan, newTexts.firstPlan],
  ];
}

/** The preprocessing of images, and its origin. */
function preprocessText(draft: Draft): string {
  const preprocess = preprocessOf(draft);
  if (!preprocess) return newTexts.noPreprocess;
  const common = normalisationOf(preprocess);
  const words = common === 'own' ? newTexts.normalisedBy(normalisationNumbers(preprocess)) : newTexts.normalisations[common];
  return `${words} (${preprocessSource(draft)})`;
}

/** How far the job has come. */
function Making({ job: id }: { readonly job: string }): ReactElement | null {
  const jobs = useWorkbench(({ jobs }) => jobs);
  const job = jobs.find((one) => one.id === id);
  if (!job) return null;
  const isCounted = job.phase === 'calibrating';
  return (
    <div className="new-making">
      <span>{phaseText(job, jobs)}</span>
      <Progress
        label={newTexts.creating(projectName(job.path))}
        done={job.done}
        total={isCounted ? job.total : 0}
        remainingMs={job.remainingMs}
      />
    </div>
  );
}
