/** Nothing of the platform's environment is for those it starts. */
// safety: the variables that a framework's types declare as always set are its own.
export const noEnvironment = {} as NodeJS.ProcessEnv;
