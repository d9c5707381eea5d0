/** What to search for: the budgets, what is minimised, the samples, and how long. The layout of the project remembers it. */
import type { ReactElement } from 'react';
import { ENERGY_MODELS } from '../../src-shared/energy/index.ts';
import { OBJECTIVES } from '../../src-shared/tuning/index.ts';
import { chooseFile, pathOf } from '../files/index.ts';
import { attempt } from '../state/index.ts';
import { tuningTexts as texts } from '../texts/tuning.ts';
import { Button, NumberField, SegmentedField, SelectField, Switch, TextField } from '../ui/index.ts';
import type { Draft } from './draft.ts';

export interface SearchFormProps {
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
}

const MODELS = ENERGY_MODELS.map(({ id, name }) => ({ value: id, label: name }));

export function SearchForm({ draft, onChange }: SearchFormProps): ReactElement {
  return (
    <>
      <Group title={texts.lose}>
        <Limit
          {...{ draft, onChange }}
          field="accuracyDrop"
          label={texts.accuracyDrop}
          unit={texts.points}
          max={100}
          step={0.1}
        />
        <Limit
          {...{ draft, onChange }}
          field="agreementDrop"
          label={texts.agreementDrop}
          unit={texts.points}
          max={100}
          step={0.1}
        />
      </Group>
      <Group title={texts.cost}>
        <Limit {...{ draft, onChange }} field="energy" label={texts.energyLimit} above={0} step={0.05} />
        <Limit {...{ draft, onChange }} field="steps" label={texts.stepsLimit} whole min={1} step={1} />
        <Switch label={texts.belowInt8} checked={draft.belowInt8} onChange={(belowInt8) => onChange({ belowInt8 })} />
      </Group>
      <Group title={texts.minimise}>
        <SegmentedField
          bare
          label={texts.minimise}
          value={draft.minimise}
          options={OBJECTIVES.map((value) => ({ value, label: texts.objectives[value] }))}
          onChange={(minimise) => onChange({ minimise })}
        />
        <SelectField
          bare
          label={texts.energyModel}
          value={draft.energyModel}
          options={MODELS}
          onChange={(energyModel) => onChange({ energyModel })}
        />
      </Group>
      <SourceFields draft={draft} onChange={onChange} />
      <Group title={texts.within}>
        <NumberField
          bare
          label={texts.trials}
          value={draft.trials}
          whole
          min={1}
          step={10}
          onCommit={(trials) => onChange({ trials })}
        />
        <Limit
          {...{ draft, onChange }}
          field="minutes"
          label={texts.minutes}
          unit={texts.min}
          above={0}
          step={1}
          none={texts.noLimit}
        />
        <NumberField bare label={texts.seed} value={draft.seed} whole min={0} onCommit={(seed) => onChange({ seed })} />
      </Group>
    </>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: React.ReactNode }): ReactElement {
  return (
    <fieldset className="tuning-group">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

interface LimitProps extends SearchFormProps {
  readonly field: 'accuracyDrop' | 'agreementDrop' | 'energy' | 'steps' | 'minutes';
  readonly label: string;
  readonly unit?: string;
  readonly whole?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** The value must be more than this. */
  readonly above?: number;
  readonly step: number;
  readonly none?: string;
}

/** A limit that is not there if the field is empty. */
function Limit({ draft, onChange, field, label, unit, above, min, none = texts.any, ...rule }: LimitProps): ReactElement {
  return (
    <NumberField
      bare
      {...rule}
      label={label}
      value={draft[field] ?? undefined}
      min={min ?? (above === undefined ? 0 : above + 0.001)}
      unit={unit}
      placeholder={none}
      onCommit={(value) => onChange({ [field]: value })}
      onClear={() => onChange({ [field]: null })}
    />
  );
}

function SourceFields({ draft, onChange }: SearchFormProps): ReactElement {
  const browse = (take: (path: string) => void, from: string | null): void =>
    attempt(async () => {
      const path = await chooseFile('samples', from ?? undefined);
      if (path !== null) take(path);
    });
  const takeDataset = (text: string): void => onChange({ dataset: pathOf(text) || null });
  const takeHoldout = (text: string): void => onChange({ holdout: pathOf(text) || null });
  return (
    <>
      <TextField
        label={texts.samples}
        hint={texts.samplesHint}
        value={draft.dataset ?? ''}
        onCommit={takeDataset}
        after={
          <Button variant="quiet" onClick={() => browse(takeDataset, draft.dataset)}>
            {texts.browse}
          </Button>
        }
      />
      <TextField
        label={texts.holdout}
        hint={texts.holdoutHint}
        value={draft.holdout ?? ''}
        placeholder={texts.half}
        onCommit={takeHoldout}
        after={
          <Button
            variant="quiet"
            aria-label={texts.chooseHoldout}
            onClick={() => browse(takeHoldout, draft.holdout ?? draft.dataset)}
          >
            {texts.browse}
          </Button>
        }
      />
    </>
  );
}
