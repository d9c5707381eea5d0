/** Notes of a report about the device of a run. */
import type { NetworkNode } from '../src-shared/network/index.ts';
import { megabytes, mostBytes } from './device.ts';
import type { LiveDevice } from './live-device.ts';
import { INEXACT } from './provider-faults.ts';

/** `losses`: how often the device was lost, and a batch run again on a fresh one. */
export function notesOf({ device, facts, models }: LiveDevice, losses: number): string[] {
  const { name, vendor, architecture, driver, backend, software } = facts;
  const of = [vendor, architecture, driver].filter((part) => part !== '' && !name.toLowerCase().includes(part.toLowerCase()));
  const limits = `buffers up to ${megabytes(mostBytes(device))}, ${device.limits.maxStorageBuffersPerShaderStage} in a kernel`;
  return [
    `Computed on ${name}${of.length > 0 ? ` (${of.join(', ')})` : ''} through ${backend}, ${limits}.`,
    ...(software ? ['This adapter is software on the CPU: its results hold, its speed says nothing about a graphics card.'] : []),
    ...(losses > 0 ? [`The graphics device was lost ${times(losses)}; the batch was run again on a fresh one.`] : []),
    ...onCpuNotes(models.onCpu),
  ];
}

/** A sentence for each operator that was computed on the CPU. */
function onCpuNotes(nodes: ReadonlySet<NetworkNode>): string[] {
  const byOperator = Map.groupBy(nodes, ({ op }) => op);
  return [...byOperator].map(([op, same]) => {
    const layers = [...new Set(same.map(({ path, output }) => path || output))];
    const why = INEXACT.has(op) ? `A graphics card may compute ${op} inexactly` : `The device's provider has no ${op}`;
    return `${why}: ONNX Runtime's WebAssembly provider computed it on the CPU, in ${layers.join(', ')}.`;
  });
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
