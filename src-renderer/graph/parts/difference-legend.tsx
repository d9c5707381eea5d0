/** The difference that the graph shows: between what, how many layers have other settings, the next of them, and the way back. */
import ChevronDown from 'lucide-react/icons/chevron-down';
import X from 'lucide-react/icons/x';
import type { ReactElement } from 'react';
import { CommandIcon } from '../../commands/index.ts';
import { type DifferenceSide, editPlan, usePlanDifference, useShownDifference, useWorkbench } from '../../state/index.ts';
import { graphTexts } from '../../texts/graph.ts';
import { layerSettingsTexts } from '../../texts/layer-settings.ts';
import { Button, RunMarkIcon } from '../../ui/index.ts';
import type { Derived } from '../derived.ts';
import './difference.css';

const texts = graphTexts.difference;

export function DifferenceLegend({ derived }: { readonly derived: Derived }): ReactElement | null {
  const shown = useShownDifference();
  const difference = usePlanDifference();
  const readOnly = useWorkbench(({ project }) => (project?.readOnly ?? null) !== null);
  if (!shown || !difference) return null;
  const { from, to, comparison } = shown;
  const { layers, network } = difference;
  const isSame = layers.size === 0 && network.length === 0;
  const { plan } = to;
  // The plan that is looked at can be taken; of two runs neither is the one.
  const canUse = from.plan === null && plan !== null && !isSame;
  return (
    <div className="graph-difference" role="group" aria-label={texts.title}>
      <p className="graph-difference-head">
        <Side side={from} />
        <span aria-hidden>→</span>
        <Side side={to} />
        <span className="graph-difference-tools">
          <CommandIcon id="graph.difference-next" icon={<ChevronDown size={14} aria-hidden />} />
          <CommandIcon id="graph.difference-close" icon={<X size={14} aria-hidden />} />
        </span>
      </p>
      <p role="status">
        {isSame && !comparison ? texts.same : texts.layers(layers.size, derived.rules.size)}
        {network.map(({ field, from: before, to: after }) => (
          <span key={field} className="graph-difference-network">
            {layerSettingsTexts.networkDiffers(field, before, after)}
          </span>
        ))}
      </p>
      {canUse && (
        <Button
          variant="quiet"
          disabled={readOnly}
          onClick={() => editPlan(texts.label(to.name), 'graph', plan)}
          aria-label={texts.use(to.name)}
        >
          {texts.useShort}
        </Button>
      )}
    </div>
  );
}

const Side = ({ side: { name, run } }: { readonly side: DifferenceSide }): ReactElement => (
  <span className="graph-difference-side">
    {run === null ? null : <RunMarkIcon run={run} />}
    {name}
  </span>
);
