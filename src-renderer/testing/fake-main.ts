/** Entry of the page without services: `fake.html?fake=resnet20|large|tangle|empty|error`. Opens its project where it has one. */
import { speakOver } from '../host/client.ts';
import { openProject } from '../state/index.ts';
import { PATH } from './constructed-project.ts';
import { fakeChannel, type FakeKind } from './fake-host.ts';

const query = new URLSearchParams(location.search);
const kind = (query.get('fake') ?? 'resnet20') as FakeKind;
speakOver(fakeChannel(kind));
await import('../main.tsx');
if (kind !== 'empty') await openProject(PATH);
