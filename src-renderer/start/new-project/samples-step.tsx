/** Second step: the samples that set the thresholds, how they are preprocessed, and what the network will see of them. */
import type { ReactElement } from 'react';
import { labelledFile, withLabelFile } from '../../../src-shared/contract/sample-spec.ts';
import { newTexts } from '../../texts/start.ts';
import { NumberField, Switch } from '../../ui/index.ts';
import { EMPTY_DRAFT, setDraft, useDraft } from './draft.ts';
import { PreprocessForm } from './preprocess-form.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { setSource, showSamples } from './sample-actions.ts';
import { SourceField } from './source-field.tsx';
import { StepFoot } from './step-foot.tsx';

export function SamplesStep(): ReactElement {
  const { source, dataset, batch, skipBad } = useDraft(({ draft }) => draft ?? EMPTY_DRAFT);
  const file = labelledFile(dataset);
  return (
    <>
      <div className="new-body new-source">
        <div className="new-form">
          <SourceField
            label={newTexts.source}
            hint={newTexts.sourceHint}
            chooseName={newTexts.chooseSource}
            purpose="samples"
            value={source}
            onCommit={setSource}
          />
          <SourceField
            label={newTexts.dataset}
            hint={newTexts.datasetHint}
            chooseName={newTexts.chooseDataset}
            purpose="samples"
            value={file?.samples ?? dataset}
            onCommit={(path) => setDraft({ dataset: path })}
          />
          {file === undefined ? null : (
            <SourceField
              label={newTexts.labels}
              hint={newTexts.labelsHint}
              chooseName={newTexts.chooseLabels}
              purpose="labels"
              value={file.labels}
              near={file.samples}
              onCommit={(path) => setDraft({ dataset: withLabelFile(dataset, path) })}
            />
          )}
          <NumberField
            label={newTexts.batch}
            hint={newTexts.batchHint}
            value={batch}
            min={1}
            whole
            onCommit={(value) => setDraft({ batch: value })}
          />
          <Switch
            label={newTexts.skipBad}
            checked={skipBad}
            onChange={(checked) => {
              setDraft({ skipBad: checked });
              showSamples();
            }}
          />
          <PreprocessForm />
        </div>
        <PreviewPanel />
      </div>
      <StepFoot back="model" next="project" />
    </>
  );
}
