import Algorithms
import Documents
import Texts

// MARK: - In words

extension Advice {
  /// What the intervals are about.
  public var scope: String {
    let count = masks.count { !$0.paths.isEmpty }
    return configuration.isAboutOtherMasks
      ? "The intervals are over \(counted(count, "mask")): they speak of masks of which these are a fair "
        + "sample."
      : "There \(count == 1 ? "is" : "are") only \(counted(count, "mask")). The intervals are over the runs "
        + "of the error paths on these very masks and say nothing of others; give "
        + "\(AdviceConfiguration.leastMasks) or more."
  }

  /// What the numbers of a ranking are.
  public func introduction(to ranking: Ranking) -> String {
    "Share in percent of the pairs that the metric tells apart in which the loss prefers the worse "
      + "prediction, the mean over \(counted(ranking.masks, "mask")) with its 95 % interval; then the same "
      + "with one choice changed."
  }

  /// Headings of a ranking.
  public var rankingHeadings: [String] {
    ["loss", "group", "wrong, %"] + AdviceVariant.all.dropFirst().map(\.name)
      + (training == nil ? [] : ["successful trainings"])
  }

  /// The cells under ``rankingHeadings`` of a loss.
  public func cells(of loss: RankedLoss) -> [String] {
    [loss.loss, "\(loss.group)", Estimate?(loss.wrong).inPercent]
      + loss.variants.dropFirst().map { shareInPercent($0) }
      + (training.map { [$0.trained(loss.loss).map(TrainingEvidence.success) ?? "–"] } ?? [])
  }

  /// What the masks are like; none where there is no object in any of them.
  public var maskStatement: String? {
    let traits = masks.compactMap(\.traits)
    guard !traits.isEmpty else { return nil }
    func span(_ values: [Double], of thing: String) -> String {
      let (least, most) = (fixed(values.min()), fixed(values.max()))
      let numbers = least == most ? least : "\(least) to \(most)"
      return numbers + " " + thing + (numbers == "1" ? "" : "s")
    }
    return
      "\(counted(traits.count, "object")): \(span(traits.map { Double($0.size) }, of: "element")), "
      + "\(span(traits.map { Double($0.components) }, of: "component")), "
      + "\(span(traits.map(\.thickness), of: "element")) thick. Error paths, and on how many masks:"
  }

  /// The paths along which masks were spoilt, with the number of these masks.
  public var pathCounts: [(path: String, masks: Int)] {
    masks.flatMap(\.paths).uniqued().map { path in
      (path, masks.count { $0.paths.contains(path) })
    }
  }

  /// What was not possible, mask by mask: a list of thousands helps nobody, the table has it whole.
  public var obstacleItems: [String] {
    let obstacles = masks.filter { !$0.obstacles.isEmpty }
    let rest = obstacles.count - Self.shownObstacles
    return obstacles.prefix(Self.shownObstacles).map { mask in
      "\(mask.name): \(mask.obstacles.joined(separator: "; "))"
    } + (rest > 0 ? ["and on \(rest) more, see advise-masks.csv"] : [])
  }

  private static let shownObstacles = 20

  /// How the answer was found, and what it is not.
  public var method: [String] {
    [
      "Each mask, cut out with \(counted(configuration.margin, "element")) of background around it, was "
        + "spoilt along these paths in \(counted(configuration.experiment.steps, "step")), random ones with "
        + "\(counted(configuration.experiment.repeats, "seed")). Predictions are "
        + "\(AdviceVariant.all[0].probabilities). Two predictions are told apart by a metric when it "
        + "differs by more than \(percent(configuration.resolution)) of its range on that mask. A group is "
        + "made of the best loss that is left and of all losses whose difference from it has an "
        + "interval that reaches 0, the level shared out over all comparisons (Bonferroni), or that so "
        + "few masks could tell from it by no test of signs; "
        + "\(configuration.resamples) resamples, seed \(configuration.experiment.seed).",
      "What agrees with a metric on given predictions need not train a network better: optimisation, "
        + "data and architecture have their say.",
    ]
  }

  /// What training says to each ranking, or how to find out.
  public var trainingStatements: [String] {
    guard let training else {
      return [
        "Nobody has trained with these losses here: reproduce-figure descend does, and with --descend FOLDER "
          + "what it found stands beside the ranking."
      ]
    }
    return [training.scope] + rankings.filter { !$0.losses.isEmpty }.map(training.statement)
  }
}

// MARK: - Markdown

extension Advice {
  /// The report for people to read.
  ///
  /// - Parameter figures: file names of the figures to show, relative to the report.
  public func markdown(figures: [String]) throws -> String {
    var lines = ["# Which loss for these masks?", "", Provenance.statement(), ""]
    lines += answers.flatMap { [$0, ""] }
    lines += [scope, ""]
    lines += figures.map { Markdown.figure("Advice", file: $0) }
    for ranking in rankings {
      lines +=
        ["## By \(ranking.label) (`\(ranking.metric)`)", "", introduction(to: ranking), ""]
        + TextTable.markdown(rankingHeadings, ranking.losses.map(cells))
    }
    lines += ["## Training", ""] + trainingStatements.flatMap { [$0, ""] } + trainingLines()
    lines += ["## The masks", ""]
    lines += configuration.experiment.statementOfFiles.map { [$0, ""] } ?? []
    if let maskStatement {
      lines += [maskStatement, ""] + pathCounts.map { "- `\($0)`: \($1)" } + [""]
    }
    if !obstacleItems.isEmpty {
      lines += ["Not possible:", ""] + obstacleItems.map { "- \($0)" } + [""]
    }
    lines += ["## How this was found", ""] + method.flatMap { [$0, ""] }
    return Markdown.document(lines + (try Provenance.markdown(configuration)))
  }

  private func trainingLines() -> [String] {
    guard let training else { return [] }
    return TextTable.markdown(training.headings, training.losses.map(training.cells))
  }
}

extension TrainingEvidence {
  /// Headings of the table of all losses.
  public var headings: [String] { ["loss", "successful, %"] + settings }

  /// The cells under ``headings`` of a loss.
  public func cells(of loss: TrainedLoss) -> [String] {
    [loss.loss, Estimate?(loss.share).inPercent]
      + zip(loss.reached, loss.runs).map { "\($0) of \($1)" }
  }
}
