/** The part of the model card that explains how to run a NIR file in its reader, and what the reader does with it. */
import { NIR_READERS, type NirProfile, type NirReader } from '../../../src-shared/export/index.ts';
import { isLeaky, readoutFromOf } from '../../../src-shared/plan/index.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import type { ExportSubject } from '../exporter.ts';
import { usesStart } from './build.ts';

const WARNING =
  '**NIR cannot say how a neuron resets.** Spikeloom subtracts the threshold from the potential; the equations of NIR set it to a reset value; each reader decides. NIR has no initial potential either.';

/** Instructions for the reader of a profile. */
export function nirCard({ spiking, steps }: ExportSubject, file: string, profile: NirProfile): string {
  const reader: NirReader = NIR_READERS[profile];
  return [
    `\`${file}\` is a graph of NIR 1.0, written for ${reader.label} (profile \`${profile}\`). ${WARNING} What that changes was measured; see below.`,
    '',
    `| ${reader.label} | |`,
    '|---|---|',
    ...Object.entries(reader.facts).map(([aspect, fact]) => `| ${aspect} | ${fact} |`),
    '',
    '```python',
    'import numpy as np',
    "x = np.load('verification/inputs.npy')",
    ...reader.load.map((line) => line.replace('FILE', file)),
    ...feeding(spiking, steps, profile),
    '```',
  ].join('\n');
}

/** The input of the network at each step. */
function feeding(spiking: SpikingNetwork, steps: number, profile: NirProfile): string[] {
  const { coding, tau } = spiking;
  const from = readoutFromOf(spiking);
  const each = usesStart(spiking, profile) ? 'np.concatenate([x, start * (t == 0)], axis=1)' : 'x';
  return [
    ...(usesStart(spiking, profile) ? ['start = np.ones_like(x[:, :1])  # one more channel: 1 at the first step, then 0'] : []),
    `inputs = [${isLeaky(coding) ? `${tau} ** t * ` : ''}${each} for t in range(${steps})]`,
    ...(isLeaky(coding) ? [`# Divide the output of step t by ${tau} ** t.`] : []),
    `# Give inputs[t] to the network at step t and keep its state from step to step; the answer is the mean of the outputs${from === 1 ? '' : ` from t = ${from - 1} on`}.`,
  ];
}
