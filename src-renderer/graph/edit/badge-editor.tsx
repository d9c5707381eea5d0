/** The choices of a badge, beside it: coding, neuron with its number of thresholds, or threshold. One for all badges. */
import { Popover } from 'radix-ui';
import type { ReactElement } from 'react';
import { graphTexts } from '../../texts/graph.ts';
import { closeFloating } from '../state/floating.ts';
import { focusCanvas } from '../state/keyboard-focus.ts';
import { useGraphView } from '../state/view-store.ts';
import { CodingChoices } from './coding-choices.tsx';
import { NeuronChoices } from './neuron-choices.tsx';
import { ThresholdFields } from './threshold-fields.tsx';

const EDITORS = { coding: CodingChoices, neuron: NeuronChoices, threshold: ThresholdFields } as const;

export function BadgeEditor(): ReactElement | null {
  const floating = useGraphView((view) => view.floating);
  if (floating?.kind !== 'badge') return null;
  const { field, layers, at } = floating;
  const Editor = EDITORS[field];
  return (
    <Popover.Root open onOpenChange={(open) => open || closeFloating()}>
      <Popover.Anchor asChild>
        <span className="graph-anchor" style={{ left: at.x, top: at.y, width: at.width, height: at.height }} />
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          className="ui-popover graph-editor"
          aria-label={graphTexts.editTitle(graphTexts.fields[field], layers)}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            focusCanvas();
          }}
        >
          <h3 className="graph-editor-title">{graphTexts.editTitle(graphTexts.fields[field], layers)}</h3>
          <Editor layers={layers} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
