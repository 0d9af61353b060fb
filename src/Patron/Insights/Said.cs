using Patron.Kernel.Texts;

namespace Patron.Insights;

internal static class Said
{
    /// <summary>What stands between two sentences: Chinese needs no space after its full stop.</summary>
    public static string Gap(Sentences text) => text.Language == Language.Simplified || text.Language == Language.Traditional ? "" : " ";
}
