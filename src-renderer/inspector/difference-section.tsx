/** The settings of the selected layers in which the two shown plans differ. */
import type { ReactElement } from 'react';
import type { NeuronLayerInfo } from '../../src-shared/contract/index.ts';
import { usePlanDifference, useShownDifference } from '../state/index.ts';
import { inspectorTexts as texts } from '../texts/inspector.ts';
import { layerSettingsTexts } from '../texts/layer-settings.ts';
import { Section } from './facts.tsx';

/** The section; nothing while no difference is shown. */
export function DifferenceSection({ layers }: { readonly layers: readonly NeuronLayerInfo[] }): ReactElement | null {
  const shown = useShownDifference();
  const difference = usePlanDifference();
  if (!shown || !difference) return null;
  const differing = layers.filter(({ name }) => difference.layers.has(name));
  return (
    <Section title={texts.difference(shown.from.name, shown.to.name)}>
      {differing.length === 0 ? <p className="inspector-note">{texts.noDifference(layers.length)}</p> : null}
      {differing.map(({ name }) => (
        <div key={name} className="selectable">
          {layers.length > 1 ? <p>{name}</p> : null}
          <ul className="inspector-differences">
            {difference.layers.get(name)!.map(({ field, from, to }) => (
              <li key={field}>{layerSettingsTexts.differs(field, from, to)}</li>
            ))}
          </ul>
        </div>
      ))}
    </Section>
  );
}
