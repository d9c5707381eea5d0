/** What is wrong or in doubt; choosing a row leads to where it can be mended. */
import CircleAlert from 'lucide-react/icons/circle-alert';
import Info from 'lucide-react/icons/info';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import type { ReactElement } from 'react';
import { commandOf, runCommand } from '../../commands/index.ts';
import { revealPlace } from '../../plan-editor/index.ts';
import { TargetBar } from '../../target/index.ts';
import { appTexts } from '../../texts/app.ts';
import { Button, EmptyState, VirtualList } from '../../ui/index.ts';
import { showView } from '../../views/index.ts';
import { showGraphNode, showLayers } from '../show-layers.ts';
import type { Problem } from './problems.ts';
import { useProblems } from './use-problems.ts';

const texts = appTexts.problems;
const ICONS = {
  error: <CircleAlert size={14} aria-hidden className="app-problem-error" />,
  warning: <TriangleAlert size={14} aria-hidden className="app-problem-warning" />,
  info: <Info size={14} aria-hidden className="app-problem-info" />,
};

export function ProblemsPanel(): ReactElement {
  const problems = useProblems();
  return (
    <div className="app-problems">
      <TargetBar />
      <div className="app-problems-list">
        {problems.length === 0 ? (
          <EmptyState title={texts.emptyTitle}>{texts.empty}</EmptyState>
        ) : (
          <VirtualList
            label={texts.label}
            items={problems}
            keyOf={({ key }) => key}
            onChoose={goTo}
            render={(problem) => <Row problem={problem} />}
          />
        )}
      </div>
    </div>
  );
}

const Row = ({ problem: { kind, message, source, remedy } }: { readonly problem: Problem }): ReactElement => (
  <>
    {ICONS[kind]}
    <span className="visually-hidden">{texts.kinds[kind]}</span>
    <span className="app-problem-message" title={message}>
      {message}
    </span>
    {remedy === 'calibrate' ? (
      <Button
        variant="quiet"
        className="app-row-button"
        onClick={(event) => {
          event.stopPropagation();
          runCommand(commandOf('calibration.start'));
        }}
      >
        {texts.calibrate}
      </Button>
    ) : null}
    <span className="app-problem-source">{source}</span>
  </>
);

/** Selects the layers or the node it is about; for a rule of the whole network, shows the target; for the plan's text, shows the line; otherwise the plan. */
function goTo({ layers, node, place, remedy }: Problem): void {
  if (place) {
    showView('plan');
    revealPlace(place);
  } else if (layers.length > 0) {
    showLayers(layers);
  } else if (node !== undefined) {
    showGraphNode(node);
  } else if (remedy === 'target') {
    showView('target');
  } else if (remedy === undefined) showView('plan');
}
