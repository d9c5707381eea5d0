/** How the bytes of an image become the network's input: from the file beside the model, or set here field by field. */
import type { ReactElement } from 'react';
import type { Preprocess } from '../../../src-shared/contract/index.ts';
import { inWindow } from '../../texts/messages.ts';
import { newTexts } from '../../texts/start.ts';
import { fileName } from '../../ui/format.ts';
import { Button, SegmentedField, SelectField, Switch } from '../../ui/index.ts';
import { type Draft, EMPTY_DRAFT, preprocessOf, useDraft } from './draft.ts';
import { ParsedField } from './parsed-field.tsx';
import {
  changed,
  NO_PREPROCESS,
  NORMALISATIONS,
  type Normalisation,
  normalisationNumbers,
  normalisationOf,
  readPerChannel,
  readScale,
  readSize,
  sizeText,
} from './preprocess-fields.ts';
import { setPreprocess } from './sample-actions.ts';

const LAYOUTS = ['NCHW', 'NHWC'] as const;
const COLOURS = ['RGB', 'BGR', 'GRAY'] as const;
const INTERPOLATIONS = ['bilinear', 'bicubic'] as const;
const optionsOf = <T extends string>(values: readonly T[]) => values.map((value) => ({ value, label: value }));
const { normalisations } = newTexts;
const NORMALISATION_CHOICES: readonly (Normalisation | 'own')[] = ['pixels', 'unit', 'symmetric', 'imagenet', 'own'];

/** Fields that change; `undefined` takes one away. */
type Change = { readonly [K in keyof Preprocess]?: Preprocess[K] | undefined };

export function PreprocessForm(): ReactElement {
  const draft = useDraft(({ draft }) => draft ?? EMPTY_DRAFT);
  const chosen = preprocessOf(draft);
  const now = chosen ?? NO_PREPROCESS;
  const set = (change: Change): void => setPreprocess(changed(now, change));
  return (
    <section className="new-preprocess" aria-labelledby="new-preprocess-title">
      <header>
        <h2 id="new-preprocess-title">{newTexts.preprocessing}</h2>
        {draft.preprocess ? (
          <Button variant="quiet" title={newTexts.resetHint} onClick={() => setPreprocess(null)}>
            {newTexts.reset}
          </Button>
        ) : null}
        <p>{preprocessSource(draft)}</p>
      </header>
      <PreprocessNotes draft={draft} />
      <NormalisationFields chosen={chosen} onChange={set} />
      <SizeFields preprocess={now} onChange={set} />
      <Switch label={newTexts.crop} checked={now.crop === 'centre'} onChange={(on) => set({ crop: on ? 'centre' : undefined })} />
      <div className="new-fields">
        <SegmentedField
          label={newTexts.colour}
          value={chosen?.colour}
          options={optionsOf(COLOURS)}
          onChange={(colour) => set({ colour })}
        />
        <SegmentedField
          label={newTexts.layout}
          value={chosen?.layout}
          options={optionsOf(LAYOUTS)}
          onChange={(layout) => set({ layout })}
        />
      </div>
      <SegmentedField
        label={newTexts.interpolation}
        value={chosen?.interpolation}
        options={optionsOf(INTERPOLATIONS)}
        onChange={(interpolation) => set({ interpolation })}
      />
    </section>
  );
}

interface NormalisationProps {
  /** Null while nobody has said. */
  readonly chosen: Preprocess | null;
  readonly onChange: (change: Change) => void;
}

/** A common normalisation, or its numbers one by one. */
function NormalisationFields({ chosen, onChange }: NormalisationProps): ReactElement {
  const normalisation = chosen ? normalisationOf(chosen) : undefined;
  const numbers = chosen ? normalisationNumbers(chosen) : { scale: '', mean: '', std: '' };
  return (
    <>
      <div className="new-fields new-fields-scale">
        <SelectField
          label={newTexts.normalisation}
          hint={newTexts.formula}
          value={normalisation}
          placeholder={newTexts.notChosen}
          options={NORMALISATION_CHOICES.map((value) => ({
            value,
            label: normalisations[value],
            disabled: value === 'own' && value !== normalisation,
          }))}
          onChange={(value) => value !== 'own' && onChange(copyOf(NORMALISATIONS[value]))}
        />
        <ParsedField
          label={newTexts.scale}
          text={numbers.scale}
          read={readScale}
          wrong={newTexts.wrongNumber}
          onCommit={(scale) => onChange({ scale })}
        />
      </div>
      <div className="new-fields">
        <ParsedField
          label={newTexts.mean}
          text={numbers.mean}
          read={readPerChannel}
          wrong={newTexts.wrongNumbers}
          onCommit={(mean) => onChange({ mean })}
        />
        <ParsedField
          label={newTexts.std}
          text={numbers.std}
          read={readPerChannel}
          wrong={newTexts.wrongNumbers}
          onCommit={(std) => onChange({ std })}
        />
      </div>
    </>
  );
}

interface SizeProps {
  readonly preprocess: Preprocess;
  readonly onChange: (change: Change) => void;
}

/** The size of the network's input, and of images before they are cropped to it. */
function SizeFields({ preprocess, onChange }: SizeProps): ReactElement {
  return (
    <div className="new-fields">
      <ParsedField
        label={newTexts.size}
        hint={newTexts.sizeHint}
        text={preprocess.size ? sizeText(preprocess.size) : ''}
        placeholder={newTexts.sizePlaceholder}
        read={readSize}
        wrong={newTexts.wrongSize}
        onCommit={(size) => onChange({ size })}
        onClear={() => onChange({ size: undefined })}
      />
      <ParsedField
        label={newTexts.resize}
        hint={newTexts.resizeHint}
        text={preprocess.resize === undefined ? '' : String(preprocess.resize)}
        placeholder={newTexts.resizePlaceholder}
        read={(text) => readSize(text)?.[0]}
        wrong={newTexts.wrongSize}
        onCommit={(resize) => onChange({ resize })}
        onClear={() => onChange({ resize: undefined })}
      />
    </div>
  );
}

/** A preset's lists are constants; those of a preprocessing are its own. */
const copyOf = ({ scale, mean, std }: (typeof NORMALISATIONS)[Normalisation]) => ({
  scale,
  mean: typeof mean === 'number' ? mean : [...mean],
  std: typeof std === 'number' ? std : [...std],
});

/** The origin of the preprocessing, in words. */
export function preprocessSource({ preprocess, found }: Pick<Draft, 'preprocess' | 'found'>): string {
  if (preprocess) return newTexts.fromPerson;
  const from = found.value?.from ?? null;
  return from === null ? newTexts.fromNothing : newTexts.from(fileName(from));
}

/** A file beside the model that is not used, and samples that the preprocessing does not change. */
function PreprocessNotes({ draft: { found, preview } }: { readonly draft: Draft }): ReactElement {
  const isOfValues = preview.value !== null && preview.value.preprocess === null;
  const notes = [
    ...(found.error ? [found.error.message] : []),
    ...(found.value?.notes ?? []),
    ...(isOfValues ? [newTexts.valuesPass] : []),
  ];
  return (
    <>
      {notes.map(inWindow).map((note) => (
        <p key={note} className="new-note">
          {note}
        </p>
      ))}
    </>
  );
}
