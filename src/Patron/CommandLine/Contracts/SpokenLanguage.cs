using Patron.Kernel.Texts;

namespace Patron.CommandLine.Contracts;

/// <summary>The language of whoever sits at the terminal.</summary>
public static class SpokenLanguage
{
    private static readonly string[] Variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>As the environment says, in the order of POSIX; English where it says nothing that Patron speaks.</summary>
    public static Language Of(Func<string, string?> variable)
    {
        var said = Variables.Select(variable).FirstOrDefault(v => !string.IsNullOrEmpty(v)) ?? "";
        return Language.Choose(null, said.Split('.', '@')[0]);
    }
}
