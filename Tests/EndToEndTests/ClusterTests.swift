import Foundation
import Testing
import TestSupport

/// The scripts of `Examples/cluster`, each run for real where its workload manager is installed.
@Suite struct ClusterTests {
  @Test(
    .enabled(
      if: ["slurmctld", "slurmd", "munged"].allSatisfy(isInstalled),
      "Slurm is not installed (Debian: slurm-wlm, munge)"))
  func slurmArrayGivesTheOutputsOfOneProcess() throws { try runScript("test-slurm") }

  @Test(.enabled(if: isInstalled("snakemake"), "Snakemake is not installed (PyPI: snakemake)"))
  func snakemakeGivesTheOutputsOfOneProcess() throws { try runScript("test-snakemake") }

  private func runScript(_ name: String) throws {
    let script = checkout.appendingPathComponent("Examples/cluster/\(name)")
    let outcome = try Program.run(
      URL(fileURLWithPath: "/usr/bin/env"),
      ["REPRODUCE_FIGURE=\(Program.executable.path)", script.path])
    #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
    #expect(
      outcome.output.contains("landscape.csv is equal to that of a single process"),
      "\(outcome.output)")
  }
}

/// Whether a tool is on the path or where a system keeps its daemons.
private func isInstalled(_ tool: String) -> Bool {
  let path = (ProcessInfo.processInfo.environment["PATH"] ?? "") + ":/usr/sbin:/sbin"
  return path.split(separator: ":").contains {
    FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)")
  }
}
