/** The problems of the open project, as a hook. */
import { useMemo } from 'react';
import { useFit, usePlanInUse, useWorkbench } from '../../state/index.ts';
import { inWindowOrNull } from '../../texts/messages.ts';
import { type Problem, problemsOf } from './problems.ts';

const NONE: readonly Problem[] = [];
const NO_GRAPH = { layers: [], outputs: [] };

export function useProblems(): readonly Problem[] {
  const isOpen = useWorkbench(({ project }) => project !== null);
  const textProblems = useWorkbench((state) => state.textProblems);
  const calibration = useWorkbench((state) => state.calibration);
  const missing = useWorkbench(({ project }) => inWindowOrNull(project?.model.missing ?? null));
  const graph = useWorkbench(({ project }) => project?.graph ?? NO_GRAPH);
  const { problem } = usePlanInUse();
  const { report: fit } = useFit();
  return useMemo(
    () => (isOpen ? problemsOf({ problem, textProblems, calibration, missing, fit, graph }) : NONE),
    [isOpen, problem, textProblems, calibration, missing, fit, graph],
  );
}
