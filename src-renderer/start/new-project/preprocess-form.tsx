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

export function PreprocessForm(): ReactElement {
  const draft = useDraft(({ draft }) => draft ?? EMPTY_DRAFT);
  const chosen = preprocessOf(draft);
  const now = chosen ?? NO_PREPROCESS;
  const set = (change: { readonly [K in keyof Preprocess]?: Preprocess[K] | undefined }): void =>
    setPreprocess(changed(now, change));
  const normalisation = chosen ? normalisationOf(chosen) : undefined;
  const numbers = chosen ? normalisationNumbers(chosen) : { scale: '', mean: '', std: '' };
  const choices: readonly (Normalisation | 'own')[] = ['pixels', 'unit', 'symmetric', 'imagenet', 'own'];
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
      <div className="new-fields new-fields-scale">
        <SelectField
          label={newTexts.normalisation}
          hint={newTexts.formula}
          value={normalisation}
          placeholder={newTexts.notChosen}
          options={choices.map((value) => ({
            value,
            label: normalisations[value],
            disabled: value === 'own' && value !== normalisation,
          }))}
          onChange={(value) => value !== 'own' && set(copyOf(NORMALISATIONS[value]))}
        />
        <ParsedField
          label={newTexts.scale}
          text={numbers.scale}
          read={readScale}
          wrong={newTexts.wrongNumber}
          onCommit={(scale) => set({ scale })}
        />
      </div>
      <div className="new-fields">
        <ParsedField
          label={newTexts.mean}
          text={numbers.mean}
          read={readPerChannel}
          wrong={newTexts.wrongNumbers}
          onCommit={(mean) => set({ mean })}
        />
        <ParsedField
          label={newTexts.std}
          text={numbers.std}
          read={readPerChannel}
          wrong={newTexts.wrongNumbers}
          onCommit={(std) => set({ std })}
        />
      </div>
      <div className="new-fields">
        <ParsedField
          label={newTexts.size}
          hint={newTexts.sizeHint}
          text={now.size ? sizeText(now.size) : ''}
          placeholder={newTexts.sizePlaceholder}
          read={readSize}
          wrong={newTexts.wrongSize}
          onCommit={(size) => set({ size })}
          onClear={() => set({ size: undefined })}
        />
        <ParsedField
          label={newTexts.resize}
          hint={newTexts.resizeHint}
          text={now.resize === undefined ? '' : String(now.resize)}
          placeholder={newTexts.resizePlaceholder}
          read={(text) => readSize(text)?.[0]}
          wrong={newTexts.wrongSize}
          onCommit={(resize) => set({ resize })}
          onClear={() => set({ resize: undefined })}
        />
      </div>
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
