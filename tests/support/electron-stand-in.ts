/**
 * A stand-in for Electron's module: it records what the host sets up, and lets a test do what a person, a page or the system would.
 * Only what the host uses is there.
 */
import { EventEmitter } from 'node:events';
import type { ElectronParts } from '../../src-main/hosts/electron/parts.ts';
import { MessageChannelStandIn, type StandInPort } from './message-channel-stand-in.ts';
import { utilityProcessStandIn } from './utility-process-stand-in.ts';

/** A page as the host sees it. */
export class StandInPage extends EventEmitter {
  readonly sent: { readonly channel: string; readonly data: unknown }[] = [];
  readonly mainFrame = { url: 'app://spikeloom/index.html' };
  openHandler: ((details: { readonly url: string }) => { readonly action: string }) | undefined;
  isGone = false;
  /** What the page does with the ports that it gets. */
  onPorts: (message: unknown, ports: readonly StandInPort[]) => void = () => {};
  postMessage(channel: string, data: unknown, ports: readonly StandInPort[] = []): void {
    this.sent.push({ channel, data });
    this.onPorts(data, ports);
  }
  send(channel: string, data: unknown): void {
    this.sent.push({ channel, data });
  }
  isDestroyed(): boolean {
    return this.isGone;
  }
  setWindowOpenHandler(handler: StandInPage['openHandler']): void {
    this.openHandler = handler;
  }
}

export class StandInWindow extends EventEmitter {
  readonly options: { readonly webPreferences: Record<string, unknown> } & Record<string, unknown>;
  readonly webContents = new StandInPage();
  address = '';
  readonly calls: string[] = [];
  bounds = { x: 10, y: 20, width: 1200, height: 800 };
  constructor(options: StandInWindow['options']) {
    super();
    this.options = options;
  }
  /** Fails for an address that cannot be loaded. */
  load: (address: string) => Promise<void> = () => Promise.resolve();
  loadURL(address: string): Promise<void> {
    this.address = address;
    return this.load(address);
  }
  destroy(): void {
    if (this.calls.includes('destroy')) return;
    this.calls.push('destroy');
    this.webContents.isGone = true;
    this.emit('closed');
  }
  getNormalBounds() {
    return this.bounds;
  }
  isMaximized(): boolean {
    return this.calls.includes('maximize');
  }
  isMinimized(): boolean {
    return false;
  }
  maximize(): void {
    this.calls.push('maximize');
  }
  show(): void {
    this.calls.push('show');
  }
  focus(): void {
    this.calls.push('focus');
  }
  reload(): void {
    this.calls.push('reload');
  }
}

export interface StandIn {
  readonly electron: ElectronParts;
  readonly app: EventEmitter & { quits: number };
  readonly ipc: EventEmitter;
  readonly windows: readonly StandInWindow[];
  /** Answers of the file dialogs, in order; and what they were asked. */
  readonly answers: unknown[];
  readonly asked: unknown[];
  /** Called with each path that is shown in the file manager. */
  onShow: (path: string) => void;
  readonly schemes: { readonly scheme: string; readonly privileges: Record<string, boolean> }[];
  onQuit: () => void;
  /** Called with each window before it loads anything. */
  onWindow: (window: StandInWindow) => void;
  /** The switches of Chromium that were turned on. */
  readonly switches: string[];
  /** What partitions serve and permit, by their names. */
  readonly partitions: Map<string, { serve: StandIn['serve']; permission: StandIn['permission'] }>;
  serve: (request: Request) => Promise<Response>;
  permission: (permission: string) => boolean;
  menu: readonly { readonly label?: string; readonly role?: string; readonly submenu?: readonly Record<string, unknown>[] }[];
}

/** `isFirst` false: the program runs already. */
export function electronStandIn({ isFirst = true } = {}): StandIn {
  const windows: StandInWindow[] = [];
  const app = Object.assign(new EventEmitter(), {
    quits: 0,
    quit: () => {
      app.quits++;
      standIn.onQuit();
    },
    exit: () => {},
    requestSingleInstanceLock: () => isFirst,
    whenReady: () => Promise.resolve(),
    isReady: () => true,
    getVersion: () => '0.1.0',
    commandLine: { appendSwitch: (name: string) => void standIn.switches.push(name) },
  });
  const ipc = new EventEmitter();
  const unset = (): never => {
    throw new Error('the host has not set this up');
  };
  const standIn: StandIn = {
    electron: undefined!,
    app,
    ipc,
    windows,
    answers: [],
    asked: [],
    onShow: () => {},
    schemes: [],
    onQuit: () => {},
    onWindow: () => {},
    switches: [],
    partitions: new Map(),
    serve: unset,
    permission: unset,
    menu: [],
  };
  const ask = (...given: unknown[]): Promise<unknown> => {
    standIn.asked.push(given.at(-1));
    return Promise.resolve(standIn.answers.shift());
  };
  class BrowserWindow extends StandInWindow {
    constructor(options: StandInWindow['options']) {
      super(options);
      windows.push(this);
      standIn.onWindow(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
  }
  /** Of a page, whether it may have a permission. */
  type Handler = (page: unknown, permission: string, decide: (may: boolean) => void) => void;
  const decided =
    (handler: Handler) =>
    (permission: string): boolean => {
      let answer = false;
      handler({}, permission, (may) => {
        answer = may;
      });
      return answer;
    };
  const fromPartition = (name: string) => {
    const partition = { serve: unset as StandIn['serve'], permission: unset as StandIn['permission'] };
    standIn.partitions.set(name, partition);
    return {
      protocol: { handle: (_: string, serve: StandIn['serve']) => (partition.serve = serve) },
      setPermissionRequestHandler: (handler: Handler) => (partition.permission = decided(handler)),
      setPermissionCheckHandler: () => {},
      setDevicePermissionHandler: () => {},
    };
  };
  const parts = {
    utilityProcess: utilityProcessStandIn,
    app,
    BrowserWindow,
    MessageChannelMain: MessageChannelStandIn,
    ipcMain: ipc,
    dialog: { showOpenDialog: ask, showSaveDialog: ask, showMessageBox: ask },
    Menu: {
      buildFromTemplate: (template: StandIn['menu']) => template,
      setApplicationMenu: (menu: StandIn['menu']) => {
        standIn.menu = menu;
      },
    },
    protocol: {
      registerSchemesAsPrivileged: (schemes: StandIn['schemes']) => standIn.schemes.push(...schemes),
      handle: (_: string, serve: StandIn['serve']) => {
        standIn.serve = serve;
      },
    },
    shell: { showItemInFolder: (path: string) => standIn.onShow(path) },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: {
      fromPartition,
      defaultSession: {
        setPermissionRequestHandler: (handler: Handler) => (standIn.permission = decided(handler)),
        setPermissionCheckHandler: () => {},
        setDevicePermissionHandler: () => {},
      },
    },
  };
  return Object.assign(standIn, { electron: parts as unknown as ElectronParts });
}
