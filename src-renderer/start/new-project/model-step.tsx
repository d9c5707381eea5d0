/** First step: the preflight. What conversion would make of every node, before anything is converted. */
import CircleCheck from 'lucide-react/icons/circle-check';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import type { ReactElement } from 'react';
import type { ModelInspection } from '../../../src-shared/contract/index.ts';
import { attempt } from '../../state/index.ts';
import { newTexts } from '../../texts/start.ts';
import { Button, ErrorPanel, Progress } from '../../ui/index.ts';
import { whole } from '../../ui/format.ts';
import { fileNew } from '../commands.ts';
import { EMPTY_DRAFT, setDraft, useDraft } from './draft.ts';
import { ImportChoices } from './import-choices.tsx';
import { InputForm } from './input-form.tsx';
import { inspect, lookAtGraph } from './model-actions.ts';
import { ModelFacts } from './model-facts.tsx';
import { NodeTable } from './node-table.tsx';
import { StepFoot } from './step-foot.tsx';

export function ModelStep(): ReactElement {
  const { inspection, file, fileName, isCopy, inputs, input, size, notes } = useDraft(({ draft }) => draft ?? EMPTY_DRAFT);
  const { value, error, busy } = inspection;
  const asks = error?.code === 'model.inputs' && inputs !== null;
  const isChosen = input !== undefined || size !== undefined;
  const doing = file === null ? newTexts.copying(fileName) : newTexts.inspecting;
  return (
    <>
      <div className="new-body new-model">
        {busy && !value ? (
          <div className="new-wait">
            <Progress label={doing} done={0} total={0} barOnly />
            <p role="status">{doing}</p>
          </div>
        ) : null}
        {value ? <ImportChoices inspection={value} /> : null}
        {asks ? <InputForm inputs={inputs} error={isChosen ? error : null} /> : null}
        {error && !asks ? (
          <ErrorPanel
            error={error}
            title={value ? newTexts.cannotReadSo : newTexts.cannotRead}
            {...(file === null ? {} : { onRetry: () => void inspect() })}
          >
            <Button variant="quiet" onClick={fileNew.run}>
              {newTexts.chooseModel}
            </Button>
          </ErrorPanel>
        ) : null}
        {value && !error ? (
          <>
            <ModelFacts inspection={value} isCopy={isCopy} notes={[...notes, ...value.notes]}>
              <Button variant="quiet" onClick={() => attempt(lookAtGraph)}>
                {newTexts.lookAtGraph}
              </Button>
              {isChosen && inputs ? (
                <Button variant="quiet" onClick={() => setDraft(askAgain)}>
                  {newTexts.chooseAgain}
                </Button>
              ) : null}
            </ModelFacts>
            <NodeTable inspection={value} />
          </>
        ) : null}
      </div>
      <StepFoot next="samples">{value ? busy ? <p>{doing}</p> : error ? null : <Verdict inspection={value} /> : null}</StepFoot>
    </>
  );
}

/** Back to the question which input is the image. */
const askAgain = {
  inspection: { value: null, busy: false, error: { code: 'model.inputs', message: '' } },
  input: undefined,
  size: undefined,
} as const;

/** Whether the model can be converted, in one sentence. */
function Verdict({ inspection: { nodes, layers, totals, convertible } }: { readonly inspection: ModelInspection }): ReactElement {
  const all = whole(nodes.length);
  if (convertible && layers.length > 0) {
    return (
      <p className="new-verdict new-verdict-ok">
        <CircleCheck size={16} aria-hidden />
        {newTexts.ready(all, whole(layers.length))}
      </p>
    );
  }
  return (
    <p className="new-verdict new-verdict-wrong">
      <TriangleAlert size={16} aria-hidden />
      {convertible ? newTexts.noNeurons : newTexts.blocked(whole(totals.blocked), all)}
    </p>
  );
}
