/** The part of the model card that explains how to run an exported ONNX model, in ten lines of Python. */
import type { portsOf } from '../ports.ts';

type Ports = ReturnType<typeof portsOf>;

const python = (lines: readonly string[]): string => ['```python', ...lines, '```'].join('\n');

const quoted = (text: string): string => JSON.stringify(text);

/** Samples that fit the model. */
const loaded = (batch: number | undefined): string =>
  `x = np.load('verification/inputs.npy')${batch === undefined ? '' : `[:${batch}]`}`;

/** Instructions for a model of one time step. */
export const stepCard = (file: string, { input, outputs }: Ports, batch: number | undefined): string =>
  [
    `\`${file}\` computes one time step. Its inputs are \`${input.name}\` and the states; its outputs are the answer so far ` +
      `(${outputs.map(({ name }) => `\`${name}\``).join(', ')}), the decoded output of the step alone, and the next states. All states start as zeros; ` +
      'give the outputs `state_…_next` of a step to the inputs `state_…` of the next one. Start again with zeros for other samples.',
    '',
    python([
      'import json, numpy as np, onnxruntime as ort',
      "manifest = json.load(open('manifest.json'))",
      `session = ort.InferenceSession('${file}')`,
      loaded(batch),
      'size = lambda d: d if isinstance(d, int) else int(d[:-5] or 1) * len(x)',
      "states = {s['in']: np.zeros([size(d) for d in s['shape']], np.float32) for s in manifest['states']}",
      "for step in range(manifest['steps']):",
      `    results = session.run(None, {${quoted(input.name)}: x, **states})`,
      '    states = dict(zip(states, results[-len(states):]))',
      `print(results[0])  # ${outputs[0]!.name}, after the last step`,
    ]),
  ].join('\n');

/** Instructions for a model of all time steps. */
export const unrolledCard = (file: string, { input, outputs }: Ports, batch: number | undefined): string =>
  [
    `\`${file}\` takes the place of the original model: the same input and outputs. Each output has a second one, ` +
      `${outputs.map(({ name }) => `\`${name}_steps\``).join(', ')}, with the answer after each step as its first axis.`,
    '',
    python([
      'import numpy as np, onnxruntime as ort',
      `session = ort.InferenceSession('${file}')`,
      loaded(batch),
      `results = session.run(None, {${quoted(input.name)}: x})`,
      `print(results[0])  # ${outputs[0]!.name}`,
    ]),
  ].join('\n');
