namespace Patron.Imports.AnswerNames;

/// <summary>A name of the file that nobody knows but that is near to one that is known: is it meant?</summary>
/// <param name="What">One of <see cref="Kernel.NamedThings"/>.</param>
/// <param name="Field">Key of the field in which it stands.</param>
/// <param name="Said">As it stands in the file.</param>
/// <param name="Means">What a row would say instead.</param>
/// <param name="Called">What the near one is called.</param>
/// <param name="Alone">No other known name is as near.</param>
/// <param name="Count">Rows that say it.</param>
/// <param name="Line">The first of them.</param>
internal sealed record NameQuestion(string What, string Field, string Said, string Means, string Called, bool Alone, long Count, long Line);
