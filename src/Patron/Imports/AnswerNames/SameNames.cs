using Patron.Imports.Mapping;
using Patron.Imports.Reading;
using Patron.Kernel;

namespace Patron.Imports.AnswerNames;

/// <summary>Reads "said=meant" as it is written on the command line.</summary>
internal static class SameNames
{
    /// <summary>The answer counts for every kind of name that the file can hold.</summary>
    public static Parsed<IReadOnlyList<NameAnswer>> Parse(IReadOnlyList<string> pairs, ImportKind kind)
    {
        var answers = new List<NameAnswer>();
        var things = NamesInFiles.Things(kind);
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || string.IsNullOrWhiteSpace(pair[(equals + 1)..])) return Reason.Of("imports.problem.same_form", ("text", pair));
            var (said, means) = (pair[..equals].Trim(), pair[(equals + 1)..].Trim());
            answers.AddRange(things.Select(what => new NameAnswer(what, said, means)));
        }
        return new Parsed<IReadOnlyList<NameAnswer>>(answers, null);
    }
}
