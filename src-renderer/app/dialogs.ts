/** Which of the window's own dialogs is open; one at most. */
import { create } from 'zustand';

export type DialogName = 'palette' | 'layers' | 'shortcuts' | 'settings' | 'about';

export const useDialog = create<{ readonly open: DialogName | null }>()(() => ({ open: null }));
export const openDialog = (open: DialogName): void => useDialog.setState({ open });
export const closeDialog = (): void => useDialog.setState({ open: null });
