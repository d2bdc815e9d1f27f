/** The version of this package, which every record names. */
export const version = '0.1.0';
