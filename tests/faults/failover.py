"""PostgreSQL on three places under Patroni, with synchronous replication: its leader is killed under load, again and again."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

import load
import play
import server

ROUNDS, NODES = 5, 3
SETTLE_SECONDS = 120  # a leader that is gone is missed after 20 s, then somebody must take its place


def part(house):
    tools = [name for name in ("patroni", "etcd", "runuser") if not shutil.which(name)]
    if house.short or not house.store or tools or os.getuid() != 0:
        house.tally.skip("failover under Patroni: in the long run with --store, as root, with the packages patroni, etcd-server and python3-etcd"
                         + (f" (not here: {' '.join(tools)})" if tools else ""))
        return
    cluster = Cluster(house)
    try:
        play_all(house, cluster)
    finally:
        cluster.end()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


class Cluster:
    def __init__(self, house):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="fengqiao-failover-"))
        subprocess.run(["chown", "postgres", self.folder], check=True)
        self.etcd_port, self.processes = free_port(), {}
        self.nodes = {f"n{i}": {"port": free_port(), "rest": free_port()} for i in range(1, NODES + 1)}
        self.begin("etcd", ["etcd", "--name", "e1", "--data-dir", self.folder / "etcd", "--enable-v2", "--log-level", "error",
                            "--listen-client-urls", f"http://127.0.0.1:{self.etcd_port}", "--advertise-client-urls", f"http://127.0.0.1:{self.etcd_port}",
                            "--listen-peer-urls", f"http://127.0.0.1:{free_port()}"])
        for name in self.nodes:
            self.begin_node(name)

    def begin(self, name, command):
        with open(self.folder / f"{name}.log", "ab") as log:
            self.processes[name] = subprocess.Popen(["runuser", "-u", "postgres", "--", *map(str, command)], stdout=log, stderr=log,
                                                    stdin=subprocess.DEVNULL, cwd=self.folder)

    def begin_node(self, name):
        """The settings of deploy/patroni/patroni.yml, on one machine, without TLS."""
        import yaml
        shipped = yaml.safe_load((pathlib.Path(__file__).resolve().parents[2] / "deploy/patroni/patroni.yml").read_text())
        node = self.nodes[name]
        shipped["name"] = name
        shipped["restapi"] = {"listen": f"127.0.0.1:{node['rest']}", "connect_address": f"127.0.0.1:{node['rest']}"}
        shipped["etcd"] = {"hosts": [f"127.0.0.1:{self.etcd_port}"]}
        shipped["watchdog"] = {"mode": "off"}
        shipped["bootstrap"]["dcs"]["postgresql"]["parameters"]["unix_socket_directories"] = str(self.folder)
        shipped["bootstrap"]["pg_hba"] = ["local all all trust", "host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"]
        shipped["postgresql"] |= {"listen": f"127.0.0.1:{node['port']}", "connect_address": f"127.0.0.1:{node['port']}",
                                  "data_dir": str(self.folder / name), "pgpass": str(self.folder / f"{name}.pgpass"), "parameters": {}}
        path = self.folder / f"{name}.yml"
        path.write_text(yaml.safe_dump(shipped))
        self.begin(name, ["patroni", path])

    def ask(self, name):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.nodes[name]['rest']}/cluster", timeout=3) as answer:
                return json.load(answer)["members"]
        except (OSError, ValueError, urllib.error.URLError):
            return []

    def leader(self, but=None, whole=False):
        """Its name, once there is one with a synchronous standby; `whole`: and all are there."""
        end = time.monotonic() + SETTLE_SECONDS
        while time.monotonic() < end:
            for name in self.nodes:
                members = self.ask(name)
                leaders = [one["name"] for one in members if one["role"] == "leader" and one["state"] == "running"]
                standing_by = [one for one in members if one["role"] == "sync_standby" and one["state"] in ("running", "streaming")]
                if leaders and leaders[0] != but and standing_by and (not whole or len(members) == NODES):
                    return leaders[0]
            time.sleep(0.3)
        raise AssertionError("there is no leader: " + str({name: self.ask(name) for name in self.nodes}))

    def kill(self, name):
        """Patroni and its PostgreSQL, at once."""
        pid = int((self.folder / name / "postmaster.pid").read_text().split()[0])
        children = subprocess.run(["pgrep", "-P", str(self.processes[name].pid)], capture_output=True, text=True).stdout.split()
        for one in [*children, str(pid)]:
            subprocess.run(["kill", "-9", one], check=False)
        self.processes[name].wait(timeout=20)

    def url(self, database="fengqiao"):
        hosts = ",".join("127.0.0.1" for _ in self.nodes)
        ports = ",".join(str(node["port"]) for node in self.nodes.values())
        return f"postgresql://postgres@/{database}?host={hosts}&port={ports}&target_session_attrs=read-write"

    def end(self):
        for name in [*self.nodes, "etcd"]:
            process = self.processes.get(name)
            if process and process.poll() is None:
                try:
                    self.kill(name) if name != "etcd" else subprocess.run(["pkill", "-9", "-P", str(process.pid)], check=False)
                except (OSError, ValueError, IndexError, subprocess.TimeoutExpired):
                    process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def play_all(house, cluster):
    cluster.leader(whole=True)
    server.run(["psql", "-X", "-q", "-d", cluster.url("postgres"), "-c", "CREATE DATABASE fengqiao TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'"])
    data = os.path.join(house.folder, "failover")
    server.run([house.program, "setup", "--demo", "--data", data, "--store", cluster.url()])
    instance = server.Instance(house.program, data, cluster.url(), load.CLOCK)
    house.instances.append(instance)
    book, gaps = load.Book(play.Player({"who": load.WHO}, instance)), []

    def rounds():
        for number in range(ROUNDS):
            old = cluster.leader(whole=True)
            book.begin()
            time.sleep(1)
            killed, before = time.monotonic(), len(book.writes)
            cluster.kill(old)
            cluster.leader(but=old)
            while not any(write.good() for write in book.writes[before + 16:]):
                assert time.monotonic() < killed + SETTLE_SECONDS, "writes never came back"
                time.sleep(0.1)
            gaps.append(time.monotonic() - killed)
            time.sleep(1)
            book.end()
            book.settle()
            book.hold()
            cluster.begin_node(old)
            house.say(f"round {number + 1}: {old} was killed, writes came back after {gaps[-1]:.1f} s; {book.said()}")

    house.test(f"kill -9 of PostgreSQL's leader under Patroni and load, {ROUNDS} rounds: what was answered is there once", rounds)
    house.test("all rules of the store hold after it", book.check)
    house.say(f"longest time without writes: {max(gaps, default=0):.1f} s")
