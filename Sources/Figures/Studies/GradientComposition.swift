import Algorithms
import Documents
import Studies
import Experiments
import Losses
import Plot

extension GradientStudy: DrawnStudy {
  public static func figures(
    of result: Gradients, style: FigureStyle
  ) -> [(name: String, figure: Figure)] {
    [("gradients", GradientComposition(result, style: style).figure())]
  }
}

/// Makes the figure of gradients: norm and cosine against the step, with respect to probabilities and to
/// logits.
struct GradientComposition {
  private let gradients: Gradients
  private let style: FigureStyle

  init(_ gradients: Gradients, style: FigureStyle) {
    self.gradients = gradients
    self.style = style
  }

  /// More curves than this in a panel cannot be told apart; they are drawn family by family.
  private static let mostCurvesInOnePanel = 10

  /// Four rows a path (and family, where there are many losses), one column an object; more rows where
  /// there are more objects than find room beside each other.
  func figure() -> Figure {
    let configuration = gradients.configuration
    var rows: [[Panel]] = []
    var headings: [String] = []
    for path in configuration.paths {
      for (family, keys) in groups() {
        let heading = [family, configuration.paths.count > 1 ? "path: \(path)" : nil]
          .compactMap { $0 }.joined(separator: ", ")
        for objects in configuration.sceneNames.chunks(ofCount: style.columns) {
          for quantity in Quantity.allCases {
            rows.append(
              objects.map { object in
                .lines(panel(quantity, path: path, object: object, keys: keys))
              })
            headings.append(quantity == Quantity.allCases.first ? heading : "")
          }
        }
      }
    }
    return Figure(
      caption:
        "Norm of the gradient and cosine between its opposite and the direction to the truth, g − p, "
        + "along the error path\(configuration.paths.count > 1 ? "s" : "") "
        + "\(configuration.paths.joined(separator: ", ")), with respect to probabilities p and to logits "
        + "z, which are what is trained; rings mark steps at which the value of the loss does not rise.",
      panels: rows, rowHeadings: headings, legend: groups().count > 1 ? .rows : .bottom,
      markName: "step at which the value does not rise", width: style.width, theme: style.theme,
      metadata: style.metadata)
  }

  private enum Quantity: CaseIterable {
    case norm, cosine, logitNorm, logitCosine

    var axis: Axis {
      switch self {
      case .norm: Axis("‖∂L/∂p‖", scale: .logarithmic)
      case .cosine: Axis("cosine of −∂L/∂p", range: -1...1)
      case .logitNorm: Axis("‖∂L/∂z‖", scale: .logarithmic)
      case .logitCosine: Axis("cosine of −∂L/∂z", range: -1...1)
      }
    }

    var isCosine: Bool { self == .cosine || self == .logitCosine }

    /// What is not a number leaves a gap.
    func values(_ curve: GradientCurve) -> [Double] {
      switch self {
      case .norm: curve.probabilities.norms
      case .cosine: curve.probabilities.cosines.map { $0 ?? .nan }
      case .logitNorm: curve.logits.norms
      case .logitCosine: curve.logits.cosines.map { $0 ?? .nan }
      }
    }
  }

  /// The keys of the losses by their place in the figure, which decides their style.
  private var keys: [String] { Array(gradients.curves.map(\.loss).uniqued()) }

  /// The losses of each row, and what heads it: all in one, or family by family.
  private func groups() -> [(heading: String?, keys: [String])] {
    guard keys.count > Self.mostCurvesInOnePanel else { return [(nil, keys)] }
    return LossFamily.allCases.compactMap { family in
      let members = keys.filter { key in
        gradients.curves.contains { $0.loss == key && $0.family == family }
      }
      return members.isEmpty ? nil : (family.displayName, members)
    }
  }

  private func panel(
    _ quantity: Quantity, path: String, object: String, keys shown: [String]
  ) -> LinePanel {
    let curves = gradients.curves(path: path, object: object).filter { shown.contains($0.loss) }
    let isLast = quantity == Quantity.allCases.last
    return LinePanel(
      title: quantity == Quantity.allCases.first ? "\(object) object" : "",
      x: Axis(isLast ? "step" : "", range: 0...Double(gradients.configuration.steps)),
      y: quantity.axis, series: curves.map { series($0, quantity) },
      references: quantity.isCosine ? [ReferenceLine(.horizontal, at: 0)] : [],
      aspectRatio: 0.42, curvesName: "losses")
  }

  private func series(_ curve: GradientCurve, _ quantity: Quantity) -> Series {
    Series(
      name: curve.label, style: keys.firstIndex(of: curve.loss) ?? 0,
      points: quantity.values(curve).enumerated().map { Point(Double($0), $1) },
      marked: curve.stalledSteps)
  }
}
