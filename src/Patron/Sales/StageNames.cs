using Patron.Kernel.Texts;

namespace Patron.Sales;

/// <summary>What stages and pipelines are called.</summary>
internal static class StageNames
{
    public static string Called(this Stage stage, Sentences text) => stage.Name ?? text["sales.stage." + stage.Key];

    public static string Called(this Pipeline pipeline, Sentences text) => pipeline.Name ?? text["sales.pipeline.first"];

    /// <summary>A stage that was taken out of its pipeline has no name any more.</summary>
    public static string StageCalled(this Pipelines all, int stage, Sentences text) => all.Stage(stage) is { } found ? found.Stage.Called(text) : text["sales.stage.gone"];
}
