/** Codings for some layers; a leaky one is a choice for the whole network. */
import type { ReactElement } from 'react';
import { type Coding, networkCodingOf } from '../../../src-shared/plan/index.ts';
import { defaultChoices, setNetworkCoding, setSetting } from '../../layer-settings/index.ts';
import { useWorkbench } from '../../state/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import { closeFloating } from '../state/floating.ts';
import { ChoiceList } from './choice-list.tsx';
import { commonOf, useLayersInEdit } from './use-layers.ts';

export function CodingChoices({ layers }: { readonly layers: readonly string[] }): ReactElement {
  const network = useWorkbench(({ history }) => (history ? networkCodingOf(history.plan) : 'differential'));
  const { used, choices } = useLayersInEdit(layers);
  const value = commonOf(used, ({ coding }) => coding);
  // Those for the whole network stand below.
  const own = choices.coding.filter(({ closed }) => closed?.kind !== 'leaky-is-global');
  return (
    <>
      <ChoiceList
        first
        label={graphTexts.fields.coding}
        value={value}
        choices={own}
        onChoose={(coding) => {
          setSetting('graph', layers, 'coding', coding);
          closeFloating();
        }}
      />
      <h4 className="graph-editor-part">
        {graphTexts.wholeNetwork} <small>{graphTexts.leakyWhole}</small>
      </h4>
      <ChoiceList
        label={graphTexts.wholeNetwork}
        value={network}
        choices={defaultChoices(network).coding}
        onChoose={(coding) => {
          setNetworkCoding('graph', coding as Coding);
          closeFloating();
        }}
      />
    </>
  );
}
