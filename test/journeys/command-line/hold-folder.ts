import { openOnus } from '#apps/ledger/src/runtime/open-onus';

// Opens the data folder that it is told, says so, and keeps it until it is killed.
await openOnus({ folder: process.argv[2]! });
process.stdout.write('held\n');
setInterval(() => {}, 1_000);
