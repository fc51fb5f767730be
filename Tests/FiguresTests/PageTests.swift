import Documents
import Experiments
import Figures
import Foundation
import Losses
import Studies
import TestSupport
import Testing

/// The page escapes what it is given and takes no more out of a folder than it should. Tests/Browser
/// opens it in a browser.
@Suite struct PageTests {
  /// The page of a small experiment, and what it refused.
  private func page(
    in folder: URL, experiment: ExperimentConfiguration = SmallStudies.experiment()
  ) throws -> (text: String, refused: [String]) {
    let report = try HTMLReport(
      try Experiment(experiment, registries: .standard).run(), additionsIn: folder.path,
      studies: .standard, catalogue: .standard)
    return (try report.page(), report.refused)
  }

  private func drawing() throws -> Data {
    try #require(try SmallStudies.figures(OutputSpecification()).first).figure.file(.svg)
  }

  @Test func nothingRunsButTheScriptOfThePage() throws {
    try withTemporaryFolder { folder in
      let page = try page(in: folder).text
      let policy = try #require(page.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)).1
      #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
      for element in ["style", "script"] {
        let matches = page.matches(of: try Regex("<\(element)>([\\s\\S]*?)</\(element)>"))
        let content = try #require(matches.first?.output[1].substring)
        #expect(matches.count == 1)
        let hash = Data(SHA256.digest(of: Array(content.utf8))).base64EncodedString()
        #expect(policy.contains("\(element)-src 'sha256-\(hash)'"))
      }
      #expect(page.matches(of: /<script/).count == 3)
      #expect(page.matches(of: /<script type="application\/json"/).count == 2)
      #expect(page.firstMatch(of: /\sstyle=|\son[a-z]+=|javascript:|\{\{|\}\}/) == nil)
    }
  }

  @Test func namesAreEscaped() throws {
    try withTemporaryFolder { folder in
      let name = "<i>\"x\" & 'y'</i>{{version}}"
      let page = try page(in: folder, experiment: SmallStudies.experiment(name: name)).text
      #expect(!page.contains("<i>"))
      #expect(
        page.contains("The &lt;i&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/i&gt;{{version}} object"))
    }
  }

  @Test func drawingsOfStudiesAreShown() throws {
    try withTemporaryFolder { folder in
      let drawing = try drawing()
      for name in ["landscape-shift.svg", "other.svg", "other-2.svg"] {
        try drawing.write(to: folder.appendingPathComponent(name))
      }
      try Data("{}".utf8).write(to: folder.appendingPathComponent("landscape.json"))
      try Data("a <b> & c".utf8).write(to: folder.appendingPathComponent("landscape.md"))
      let (page, refused) = try page(in: folder)
      #expect(refused.isEmpty)
      #expect(page.contains("<section id=\"landscape\""))
      #expect(page.contains("<h3>landscape-shift</h3>"))
      #expect(page.contains(">a &lt;b&gt; &amp; c</pre>"))
      #expect(page.contains("<section id=\"more-figures\""))
      #expect(!page.contains("<section id=\"descend\""))
      let identifiers = page.matches(of: /\sid="([^"]*)"/).map(\.1)
      #expect(Set(identifiers).count == identifiers.count)
    }
  }

  @Test func drawingsWithAnythingElseAreLeftOut() throws {
    try withTemporaryFolder { folder in
      let drawing = String(decoding: try drawing(), as: UTF8.self)
      let evil = drawing.replacingOccurrences(of: "</svg>", with: "<script>evil = 1</script></svg>")
      try Data(evil.utf8).write(to: folder.appendingPathComponent("landscape-evil.svg"))
      let (page, refused) = try page(in: folder)
      #expect(refused.count == 1 && refused[0].contains("landscape-evil.svg"))
      #expect(refused[0].contains("element 'script'"))
      #expect(!page.contains("evil"))
    }
  }

  @Test(arguments: ["landscape.md", "landscape-shift.svg"])
  func linksAreNotFollowed(name: String) throws {
    try withTemporaryFolder { folder in
      let inside = folder.appendingPathComponent("inside")
      try FileManager.default.createDirectory(at: inside, withIntermediateDirectories: true)
      let secret = folder.appendingPathComponent("secret")
      try drawing().write(to: secret)
      try Data("{}".utf8).write(to: inside.appendingPathComponent("landscape.json"))
      try FileManager.default.createSymbolicLink(
        at: inside.appendingPathComponent(name), withDestinationURL: secret)
      let (page, refused) = try page(in: inside)
      #expect(refused.count == 1 && refused[0].contains("\(name) is left out"))
      #expect(
        !page.contains("<h3>landscape-shift</h3>")
          && !page.contains("<pre tabindex=\"0\" aria-label=\"Report"))
    }
  }

  /// FIPS 180-4 and its examples (NIST, "SHA-256 example values").
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 10_000),
      "27dd1f61b867b6a0f6e9d8a41c43231de52107e53ae424de8f847b821db4b711"
    ),
  ])
  func hashesAreThoseOfTheStandard(message: String, expected: String) {
    let digest = SHA256.digest(of: Array(message.utf8))
    #expect(digest.map { String(format: "%02x", $0) }.joined() == expected)
  }
}
