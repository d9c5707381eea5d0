/** What an export would contain, before anything is written: its files and sizes, and what is lost. */
import type { ReactElement } from 'react';
import type { ExportPreview } from '../../src-shared/contract/index.ts';
import type { Answer } from '../state/index.ts';
import { exportTexts as texts } from '../texts/export.ts';
import { bytes } from '../ui/format.ts';
import { ErrorPanel, Facts } from '../ui/index.ts';
import { Differences } from './differences.tsx';
import { type ExportDraft, isField } from './draft.ts';

export interface PreviewPanelProps {
  readonly draft: ExportDraft;
  readonly preview: Answer<ExportPreview>;
}

export function PreviewPanel({ draft, preview }: PreviewPanelProps): ReactElement {
  return (
    <section className="export-preview" aria-label={texts.preview} aria-busy={preview.state === 'waiting'}>
      <h3>{texts.preview}</h3>
      <Content draft={draft} preview={preview} />
    </section>
  );
}

function Content({ draft, preview }: PreviewPanelProps): ReactElement | null {
  if (preview.state === 'waiting') return <p className="export-quiet">{texts.waiting}</p>;
  if (preview.state === 'failed') {
    // The field that it names says it.
    if (isField(preview.error.at?.option, draft)) return null;
    return <ErrorPanel error={preview.error} title={texts.refused} onRetry={preview.retry} />;
  }
  return (
    <>
      <Facts className="export-facts" facts={rowsOf(preview.value, draft.zip)} />
      <Differences sentences={preview.value.differences} />
    </>
  );
}

type Row = readonly [label: string, value: string];

function rowsOf(preview: ExportPreview, zip: boolean): readonly Row[] {
  const { version, steps, input, outputs, states, files, outdated, expected } = preview;
  const { rows } = texts;
  const size = bytes(preview.bytes);
  return [
    [rows.plan, texts.version(version)],
    [rows.steps, String(steps)],
    ...(outdated.length === 0 ? [] : [[rows.thresholds, texts.outdated(outdated.length)] as const]),
    [rows.input, portText(input)],
    [rows.outputs, outputs.map(portText).join('\n')],
    [rows.states, states.count === 0 ? texts.noStates : texts.states(states.count, bytes(states.bytes))],
    [rows.files, files.map((file) => `${file.path}, ${bytes(file.bytes)}`).join('\n')],
    [rows.size, zip ? texts.zipped(size) : texts.about(size)],
    [rows.grade, expected === null ? texts.notKnown : texts.expected(texts.grades[expected.grade])],
  ];
}

const portText = ({ name, shape }: ExportPreview['input']): string => texts.port(name, shape.map(String));
