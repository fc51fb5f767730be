import Experiments
import Testing

@Suite struct ProbabilityDescriptionTests {
  @Test func textIsReadAndWritten() throws {
    for text in [
      "sigmoid", "sigmoid:floor=0.001,width=2", "two-valued:0.9", "two-valued:confidence=0.9",
      "sigmoid:width=1,blur=2,noise=1.5,length=3,fresh", "two-valued:1,noise=2,length=2,frozen",
    ] {
      let description = try ProbabilityDescription(argument: text)
      #expect("\(description)" == text)
      _ = try ProbabilityRegistry.standard.predictor(description)
    }
    #expect(try ProbabilityDescription(argument: "sigmoid:noise=4,frozen").isFrozen)
    #expect(try ProbabilityDescription(argument: "sigmoid:noise=4").length == 2)
  }

  @Test(arguments: [
    ("", "no model ''"), ("sigmoid:width", "'width' is no number"),
    ("sigmoid:1,width=2", "'width' is unknown or there twice"), ("sigmoid:1,2", "twice"),
    ("two-valued:0.4", "confidence is 0.4"), ("two-value:0.9", "did you mean 'two-valued'"),
    ("sigmoid:floor=0.6", "floor is 0.6"), ("sigmoid:width=inf", "width is inf"),
    ("sigmoid:length=-1", "length is -1"), ("sigmoid:noise=nan", "noise is nan"),
    ("sigmoid:tempo=1", "expected width, floor, blur, noise, length, fresh, frozen"),
  ])
  func otherTextIsRefused(text: String, words: String) throws {
    let error = #expect(throws: ConfigurationError.self) {
      try ProbabilityRegistry.standard.predictor(ProbabilityDescription(argument: text))
    }
    let message = error?.description ?? ""
    #expect(message.contains(words), "\(message)")
  }
}
