/**
 * The indexed Job of a sweep for Kubernetes (batch/v1). The sweep's folder and the samples lie on a volume that all pods share. It is written
 * as JSON, which kubectl reads like YAML.
 */
import { posix } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { itemsOfTask, MEMORY_MIB, quoted, RETRIES, taskCount, type JobContents } from './tasks.ts';

/** Where pods see the shared volume. */
const SHARED = '/shared';

/** Pods that run at the same time, unless the manifest is edited. */
const PARALLEL = 64;

/** Name of the sweep in the cluster: lower-case letters, digits and hyphens, which every object may be called by. */
const objectName = (folder: string): string => {
  const plain = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
  return plain === '' ? 'spikeloom-sweep' : `spikeloom-${plain}`;
};

export function kubernetesJob({ items, threads = 1, dataset, labels, folder }: JobContents) {
  const tasks = taskCount(items);
  const shared = (path: string): string => `${SHARED}/${posix.basename(path.replaceAll('\\', '/'))}`;
  const script = [
    ...itemsOfTask(items, '${JOB_COMPLETION_INDEX}'),
    `exec spikeloom sweep --run ${quoted(`${SHARED}/${folder}`)} --item "$items" --dataset "$DATASET"${labels === undefined ? '' : ' --labels "$LABELS"'}`,
  ];
  const name = objectName(folder);
  const resources = { cpu: String(threads), memory: `${MEMORY_MIB}Mi` };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, labels: { 'app.kubernetes.io/name': 'spikeloom', 'app.kubernetes.io/component': 'sweep' } },
    spec: {
      completionMode: 'Indexed',
      completions: tasks,
      parallelism: Math.min(tasks, PARALLEL),
      backoffLimitPerIndex: RETRIES,
      // A task that fails for good must not stop the others.
      maxFailedIndexes: tasks,
      podFailurePolicy: {
        rules: [
          // A pod that its node lost has not failed. Status 2 is wrong input, which another attempt does not mend.
          { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
          { action: 'FailIndex', onExitCodes: { containerName: 'spikeloom', operator: 'In', values: [2] } },
        ],
      },
      template: {
        metadata: { labels: { 'app.kubernetes.io/name': 'spikeloom', 'app.kubernetes.io/component': 'sweep' } },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          containers: [
            {
              name: 'spikeloom',
              image: `spikeloom:${packageJson.version}`,
              imagePullPolicy: 'IfNotPresent',
              command: ['/bin/sh', '-c', script.join('\n')],
              env: [
                { name: 'DATASET', value: shared(dataset) },
                ...(labels === undefined ? [] : [{ name: 'LABELS', value: shared(labels) }]),
              ],
              resources: { requests: resources, limits: resources },
              volumeMounts: [{ name: 'shared', mountPath: SHARED }],
            },
          ],
          volumes: [{ name: 'shared', persistentVolumeClaim: { claimName: name } }],
        },
      },
    },
  };
}
