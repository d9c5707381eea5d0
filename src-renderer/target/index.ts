/** The target that the network is compared with: its choice, which the list of problems shows too. */
export { TargetBar } from './target-bar.tsx';
