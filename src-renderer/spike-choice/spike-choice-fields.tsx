/** The fields for the layers and samples to record, and what recording them takes. */
import type { ReactElement } from 'react';
import { SPIKE_BUDGET } from '../../src-shared/spikes/index.ts';
import { selectedLayers, workbench } from '../state/index.ts';
import { spikeTexts as texts } from '../texts/spikes.ts';
import { Button, TextField } from '../ui/index.ts';
import type { ReadChoice, TypedChoice } from './read-choice.ts';

interface SpikeChoiceFieldsProps {
  readonly typed: TypedChoice;
  /** What `typed` comes to. */
  readonly read: ReadChoice;
  readonly onChange: (typed: TypedChoice) => void;
}

export function SpikeChoiceFields({ typed, read, onChange }: SpikeChoiceFieldsProps): ReactElement {
  const wrongIn = (field: 'layers' | 'samples'): string | undefined =>
    'wrong' in read && read.field === field ? read.wrong : undefined;
  const takeSelected = (): void => {
    const names = selectedLayers(workbench()).map(({ name }) => name);
    if (names.length > 0) onChange({ ...typed, layers: names.join(', ') });
  };
  return (
    <>
      <TextField
        label={texts.layers}
        hint={texts.layersHint}
        message={wrongIn('layers')}
        value={typed.layers}
        live
        onCommit={(layers) => onChange({ ...typed, layers })}
        after={
          <Button variant="quiet" onClick={takeSelected}>
            {texts.selectedLayers}
          </Button>
        }
      />
      <TextField
        label={texts.samples}
        hint={texts.samplesHint}
        message={wrongIn('samples')}
        value={typed.samples}
        live
        onCommit={(samples) => onChange({ ...typed, samples })}
      />
      <p className="spike-size" role="status">
        {'choice' in read ? texts.size(read.mostBytes, SPIKE_BUDGET) : read.field === null ? read.wrong : null}
      </p>
    </>
  );
}
