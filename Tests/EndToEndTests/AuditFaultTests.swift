import TestSupport
import Testing

/// The audit finds five known faults in the published losses themselves, where their packages are installed.
@Suite struct AuditFaultTests {
  static let hasPeers =
    (try? Program.bash(
      "python3 -c 'import importlib.util, kornia, monai; "
        + "assert importlib.util.find_spec(\"segmentation_models_pytorch\")'"))?.status == 0

  @Test(.enabled(if: hasPeers)) func knownFaultsOfPublishedLossesAreFound() throws {
    let script = checkout.appendingPathComponent("Tests/Reference/audit_faults.py").path
    let outcome = try Program.bash("python3 '\(script)' '\(Program.executable.path)'")
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.split(separator: "\n").count { $0.hasPrefix("found: ") } == 5)
  }
}
