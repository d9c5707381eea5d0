/** Selecting by a name or glob: how many it matches is said while it is typed. */
import { type ReactElement, useState } from 'react';
import { graphTexts } from '../../texts/graph.ts';
import { Button, Dialog, TextField } from '../../ui/index.ts';
import { closeFloating } from '../state/floating.ts';
import { nodesByGlob, selectNodes, zoomToSelection } from '../state/select.ts';
import { useGraphView } from '../state/view-store.ts';

export function SelectByName(): ReactElement | null {
  const isOpen = useGraphView(({ floating }) => floating?.kind === 'glob');
  return isOpen ? <NameDialog /> : null;
}

function NameDialog(): ReactElement {
  const [glob, setGlob] = useState('');
  const nodes = glob.trim() === '' ? [] : nodesByGlob(glob);
  const take = (): void => {
    if (nodes.length === 0) return;
    selectNodes(nodes);
    zoomToSelection();
    closeFloating();
  };
  return (
    <Dialog
      open
      title={graphTexts.selectByGlobTitle}
      onOpenChange={(open) => open || closeFloating()}
      footer={
        <Button variant="primary" disabled={nodes.length === 0} onClick={take}>
          {graphTexts.select}
        </Button>
      }
    >
      <TextField
        label={graphTexts.selectByGlob}
        value={glob}
        live
        placeholder="layer1.*"
        hint={graphTexts.selectByGlobHint(nodes.length)}
        onCommit={setGlob}
        onKeyDown={({ key }) => key === 'Enter' && take()}
      />
    </Dialog>
  );
}
