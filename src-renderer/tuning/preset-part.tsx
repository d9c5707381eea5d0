/** Presets by the family of the network: what they search for, and what the paper's code reached beside what was measured here. */
import { type ReactElement, useState } from 'react';
import { PRESETS, type Preset } from '../../src-shared/tuning/index.ts';
import { tuningTexts as texts } from '../texts/tuning.ts';
import { SelectField } from '../ui/index.ts';
import type { Draft } from './draft.ts';

export interface PresetPartProps {
  readonly onChange: (change: Partial<Draft>) => void;
}

/** The fields that a preset fills in. Samples and limits of time stay as they are. */
export const draftOfPreset = ({ accuracyDrop, belowInt8, minimise, energyModel }: Preset): Partial<Draft> => ({
  ...{ accuracyDrop, belowInt8, minimise, energyModel },
  ...{ agreementDrop: null, energy: null, steps: null },
});

export function PresetPart({ onChange }: PresetPartProps): ReactElement {
  const [id, setId] = useState<string>();
  const preset = PRESETS.find((one) => one.id === id);
  return (
    <>
      <SelectField
        bare
        label={texts.preset}
        value={id}
        placeholder={texts.noPreset}
        options={PRESETS.map(({ id: value, label }) => ({ value, label }))}
        onChange={(next) => {
          setId(next);
          const chosen = PRESETS.find((one) => one.id === next);
          if (chosen) onChange(draftOfPreset(chosen));
        }}
      />
      {preset?.network ? <Figures preset={preset} network={preset.network} /> : null}
    </>
  );
}

function Figures({ preset: { figures, source }, network }: { readonly preset: Preset; readonly network: string }): ReactElement {
  return (
    <table className="tuning-preset selectable">
      <caption title={source ?? undefined}>{texts.presetFigures(network)}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.presetSetting}</th>
          <th scope="col">{texts.presetPaper}</th>
          <th scope="col">{texts.presetHere}</th>
        </tr>
      </thead>
      <tbody>
        {figures.map(({ setting, paper, here }) => (
          <tr key={setting}>
            <th scope="row">{setting}</th>
            <td>{texts.presetFigure(paper.accuracy.toFixed(1), paper.energyRatio.toFixed(3))}</td>
            <td>{texts.presetFigure(here.accuracy.toFixed(1), here.energyRatio.toFixed(3))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
