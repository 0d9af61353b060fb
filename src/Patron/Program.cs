using Patron;

return await Composition.CommandLine().Run(args);
