/** Words of the frame around charts. */
export const chartTexts = {
  menu: (title: string): string => `${title}: copy, save, table`,
  copy: { png: 'Copy as PNG', svg: 'Copy as SVG', csv: 'Copy as CSV' },
  save: { png: 'Save as PNG', svg: 'Save as SVG', csv: 'Save as CSV' },
  showTable: 'Show as table',
  resetZoom: 'Reset zoom',
  tableName: (title: string): string => `${title}: table`,
  copied: (title: string, kind: string): string => `${title}: copied as ${kind}`,
  saved: (file: string): string => `${file}: handed to the browser’s downloads`,
  smaller: (percentText: string): string =>
    `The picture is ${percentText} of its size: a PNG cannot be larger. An SVG has no such limit.`,
  tooLarge: 'it is too large for this machine',
  failed: (why: string): string => `The chart could not be copied or saved: ${why}. Try SVG or CSV.`,
  noPicture: 'nothing is drawn yet',
  chart: 'chart',
  plotName: (title: string): string => `${title}. Arrow keys read values, plus and minus zoom, 0 shows all.`,
} as const;
