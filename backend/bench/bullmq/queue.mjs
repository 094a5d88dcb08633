// The other side of the comparison in ../bullmq.go: a queue of BullMQ on the
// Redis at the port given. Each line of input is an order, "add N" or "work N";
// each line of output says what it took, in seconds.
import { createInterface } from 'node:readline';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = { host: '127.0.0.1', port: Number(process.argv[2]), maxRetriesPerRequest: null };
const queue = new Queue('bench', { connection });
const redis = new Redis(connection);
await queue.waitUntilReady();
const bulk = 1000;

async function add(count) {
  for (let first = 0; first < count; first += bulk) {
    const jobs = Array.from({ length: Math.min(bulk, count - first) }, (_, i) => ({ name: 'send', data: { recipient: first + i } }));
    await queue.addBulk(jobs);
  }
}

// cpu is what this process and Redis have used so far.
async function cpu() {
  const { user, system } = process.cpuUsage();
  const info = await redis.info('cpu');
  const used = (name) => Number(new RegExp(`^used_cpu_${name}:([\\d.]+)`, 'm').exec(info)[1]);
  return (user + system) / 1e6 + used('user') + used('sys');
}

async function timed(work) {
  const before = await cpu();
  const begun = performance.now();
  await work();
  const seconds = (performance.now() - begun) / 1000;
  return { seconds, cpu: (await cpu()) - before };
}

// work takes jobs that do nothing off the queue, one at a time.
async function work(count) {
  await add(count);
  const worker = new Worker('bench', async () => {}, { connection, concurrency: 1, autorun: false });
  await worker.waitUntilReady();
  const all = new Promise((resolve, reject) => {
    let left = count;
    worker.on('completed', () => {
      left -= 1;
      if (left === 0) resolve();
    });
    worker.on('error', reject);
  });
  const took = await timed(() => {
    worker.run().catch(() => {});
    return all;
  });
  await worker.close();
  return took;
}

console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const [order, count] = line.split(' ');
  try {
    const took = await (order === 'add' ? timed(() => add(Number(count))) : work(Number(count)));
    await queue.obliterate({ force: true }); // the next order finds the queue empty
    console.log(JSON.stringify(took));
  } catch (err) {
    console.log(JSON.stringify({ error: String(err) }));
  }
}
await queue.close();
process.exit(0);
