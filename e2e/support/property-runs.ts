import fc from 'fast-check';

/** How many examples each property is tried with; `--full` tries many more. */
fc.configureGlobal({ numRuns: process.env['NEXIS_FULL'] ? 5000 : 200 });
