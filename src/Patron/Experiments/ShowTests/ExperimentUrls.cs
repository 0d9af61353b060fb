namespace Patron.Experiments.ShowTests;

/// <summary>The addresses of the room.</summary>
internal static class ExperimentUrls
{
    public const string List = "/experiments", Mail = "/experiments/mail", Rules = "/experiments/rules";
}
