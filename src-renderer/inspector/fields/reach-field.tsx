/** For many selected layers: whether a change becomes the plan's default, a pattern that describes them, or a rule for each. */
import { type ReactElement, useMemo } from 'react';
import type { NeuronLayerInfo } from '../../../src-shared/contract/index.ts';
import { shortReachOf, useReachChoice } from '../../state/index.ts';
import { stateTexts as texts } from '../../texts/state.ts';
import { SegmentedField } from '../../ui/index.ts';

/** Nothing where the layers can only be named one by one. */
export function ReachField({ layers }: { readonly layers: readonly NeuronLayerInfo[] }): ReactElement | null {
  const reach = useMemo(() => shortReachOf(layers.map(({ name }) => name)), [layers]);
  const [choice, choose] = useReachChoice(layers.length);
  if (!reach || reach.kind === 'layers') return null;
  const short = reach.kind === 'pattern' ? reach.key : texts.reachDefaults;
  return (
    <div className="inspector-reach">
      <SegmentedField
        label={texts.reach}
        hint={texts.reachHint}
        value={choice}
        options={[
          { value: 'short', label: short },
          { value: 'layers', label: texts.reachLayers },
        ]}
        onChange={choose}
      />
    </div>
  );
}
