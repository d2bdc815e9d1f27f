/** The axes of hitting times by dimension, both logarithmic, for the field of the data that holds the time. */
export const hittingTimeAxes = (field: string, threshold: number): Record<'x' | 'y', object> => ({
  x: {
    field: 'dimension',
    type: 'quantitative',
    scale: { type: 'log', nice: false, padding: 12 },
    axis: { title: 'dimension d', tickCount: 4 },
  },
  y: {
    field,
    type: 'quantitative',
    scale: { type: 'log' },
    axis: { title: `samples until |overlap| = ${threshold}`, tickCount: 5 },
  },
});
