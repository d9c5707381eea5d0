/** Codings for some layers; a leaky one is a choice for the whole network. */
import type { ReactElement } from 'react';
import { type Coding, CODINGS, codingChoices, isLeaky, networkCodingOf } from '../../../src-shared/plan/index.ts';
import { useWorkbench } from '../../state/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import { setField, setNetworkCoding } from '../state/edit.ts';
import { closeFloating } from '../state/floating.ts';
import { ChoiceList } from './choice-list.tsx';
import { commonOf, useSettingsOf } from './use-layers.ts';

export function CodingChoices({ layers }: { readonly layers: readonly string[] }): ReactElement {
  const network = useWorkbench(({ history }) => (history ? networkCodingOf(history.plan) : 'differential'));
  const used = useSettingsOf(layers);
  const value = commonOf(used, ({ coding }) => coding);
  const own = codingChoices(network).filter((choice) => isLeaky(network) || !isLeaky(choice.value as Coding));
  return (
    <>
      <ChoiceList
        first
        label={graphTexts.fields.coding}
        value={value}
        choices={own}
        onChoose={(coding) => {
          setField(layers, 'coding', coding);
          closeFloating();
        }}
      />
      <h4 className="graph-editor-part">
        {graphTexts.wholeNetwork} <small>{graphTexts.leakyWhole}</small>
      </h4>
      <ChoiceList
        label={graphTexts.wholeNetwork}
        value={network}
        choices={CODINGS.map((coding) => ({ value: coding, closed: null }))}
        onChoose={(coding) => {
          setNetworkCoding(coding as Coding);
          closeFloating();
        }}
      />
    </>
  );
}
