/** The preview of an export, before anything is written: its files, their sizes, and its losses. */
import type { ReactElement } from 'react';
import type { ExportContents, ExportPreview } from '../../src-shared/contract/index.ts';
import type { Answer } from '../state/index.ts';
import { exportTexts as texts } from '../texts/export.ts';
import { bytes } from '../ui/format.ts';
import { ErrorPanel, Facts } from '../ui/index.ts';
import { Differences } from './differences.tsx';
import { type ExportDraft, isField } from './draft.ts';
import { Measurement } from './measurement.tsx';
import { Obstacles, type ObstaclesProps } from './obstacles.tsx';

export interface PreviewPanelProps {
  readonly draft: ExportDraft;
  readonly preview: Answer<ExportPreview>;
  /** Identifies the plan and the choices of the preview. */
  readonly subject: string;
  readonly onShow: ObstaclesProps['onShow'];
}

export function PreviewPanel(props: PreviewPanelProps): ReactElement {
  const isHeld = props.preview.state !== 'here' || props.preview.value.contents !== null;
  return (
    <section className="export-preview" aria-label={texts.preview} aria-busy={props.preview.state === 'waiting'}>
      <h3>{isHeld ? texts.preview : texts.obstacles}</h3>
      <Content {...props} />
    </section>
  );
}

function Content({ draft, preview, subject, onShow }: PreviewPanelProps): ReactElement | null {
  if (preview.state === 'waiting') return <p className="export-quiet">{texts.waiting}</p>;
  if (preview.state === 'failed') {
    // The field that it names says it.
    if (isField(preview.error.at?.option, draft)) return null;
    return <ErrorPanel error={preview.error} title={texts.refused} onRetry={preview.retry} />;
  }
  const { contents, obstacles } = preview.value;
  if (!contents) return <Obstacles draft={draft} obstacles={obstacles} onShow={onShow} />;
  return (
    <>
      <Facts className="export-facts" facts={rowsOf(contents, draft.zip)} />
      {contents.reader === null ? null : <Measurement draft={draft} reader={contents.reader} subject={subject} />}
      <Differences sentences={contents.differences} />
    </>
  );
}

type Row = readonly [label: string, value: string];

function rowsOf(contents: ExportContents, zip: boolean): readonly Row[] {
  const { version, steps, input, outputs, states, files, outdated, expected } = contents;
  const { rows } = texts;
  const size = bytes(contents.bytes);
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

const portText = ({ name, shape }: ExportContents['input']): string => texts.port(name, shape.map(String));
