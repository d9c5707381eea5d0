/** The array job of a sweep for Slurm. It is submitted from the sweep's folder, which all nodes share. */
import { itemsOfTask, MEMORY_MIB, quoted, RETRIES, taskCount, type JobContents } from './tasks.ts';

export function slurmScript({ items, threads, dataset, labels }: JobContents): string {
  return `${[
    '#!/bin/sh',
    '#SBATCH --job-name=spikeloom-sweep',
    `#SBATCH --array=0-${taskCount(items) - 1}`,
    '#SBATCH --nodes=1',
    '#SBATCH --ntasks=1',
    `#SBATCH --cpus-per-task=${threads ?? 1}`,
    `#SBATCH --mem=${MEMORY_MIB}M`,
    '#SBATCH --time=04:00:00',
    '#SBATCH --requeue',
    '#SBATCH --open-mode=append',
    '#SBATCH --output=logs/%A_%a.txt',
    '# Submit it from the folder of the sweep, which all nodes must share: cd FOLDER && sbatch job.sh',
    '# Options of sbatch go before those above, such as sbatch --time=12:00:00 --partition=NAME job.sh.',
    '# Variables: SPIKELOOM, the command on the nodes; DATASET and LABELS, the samples on the nodes.',
    'cd "${SLURM_SUBMIT_DIR:-.}" || exit 2',
    `dataset=${quoted(dataset)}`,
    ...(labels === undefined ? [] : [`labels=${quoted(labels)}`]),
    ...itemsOfTask(items, '${SLURM_ARRAY_TASK_ID}'),
    `\${SPIKELOOM:-spikeloom} sweep --run . --item "$items" --dataset "\${DATASET:-$dataset}"${labels === undefined ? '' : ' --labels "${LABELS:-$labels}"'}`,
    'status=$?',
    '# 2 means wrong input, which another attempt does not mend. After anything else, the task waits for its turn again.',
    `if [ "$status" -ne 0 ] && [ "$status" -ne 2 ] && [ "\${SLURM_RESTART_COUNT:-0}" -lt ${RETRIES} ]; then`,
    '  scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"',
    'fi',
    'exit "$status"',
  ].join('\n')}\n`;
}
